using System.Text;
using MmVerify.Compiler;

namespace MmVerify.Grader.Tests;

/// <summary>A source of four lines, and reports about it as the tools write them.</summary>
internal static class Recorded
{
    public const string Code = "class C\n{\n    int M(int a) => a < 3 ? a | 1 : 0;\n}\n";

    public static SourceFile Source { get; } = new("src/C.cs", Encoding.UTF8.GetBytes(Code));

    public static SourceFile? SourceAt(string path) =>
        path.EndsWith("/S0000.cs", StringComparison.Ordinal) ? Source : null;

    /// <summary>A report of Stryker.NET 5.1.0, shortened to the members that it always has.</summary>
    public static byte[] Stryker(params string[] mutants) => Encoding.UTF8.GetBytes($$"""
        {
          "schemaVersion": "2",
          "thresholds": { "high": 80, "low": 60 },
          "projectRoot": "/tmp/w/Submission",
          "files": {
            "/tmp/w/Submission/S0000.cs": {
              "language": "cs", "source": "not looked at", "mutants": [{{string.Join(',', mutants)}}]
            }
          }
        }
        """);

    public static string Mutant(
        string status, string replacement = "a <= 3", int line = 3, int from = 21, int to = 26,
        string kind = "Equality mutation", string reason = "") => $$"""
        {
          "id": "1", "mutatorName": "{{kind}}", "replacement": "{{replacement}}", "static": false,
          "location": {
            "start": { "line": {{line}}, "column": {{from}} }, "end": { "line": {{line}}, "column": {{to}} }
          },
          "status": "{{status}}", "statusReason": "{{reason}}", "coveredBy": [], "killedBy": []
        }
        """;

    public static Mutant Of(MutantFate fate, int line, string kind, string replacement = "x") => new(
        "C.cs", line, 1, kind, $"line {line}", "was", replacement, fate, "");
}
