using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace MmVerify.Grader.Tests;

/// <summary>One run of the command, as a process of its own, in an empty folder of its own.</summary>
internal sealed record Command(int ExitCode, string Output, string Error, string Folder)
{
    public string GradePath => Path.Combine(Folder, "mmverify-out", "grade.json");

    public string PagePath => Path.Combine(Folder, "mmverify-out", "report.html");

    public JsonElement Grade => JsonDocument.Parse(File.ReadAllBytes(GradePath)).RootElement;

    public static Command Run(params string[] arguments) =>
        RunWith(new Dictionary<string, string>(), arguments);

    public static Command RunWith(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        string folder = TestFolder.New("mmverify-test-");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "mmverify.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Command(process.ExitCode, output, error.GetAwaiter().GetResult(), folder);
    }

    public JsonElement Law(string id) => Grade.GetProperty("chapters")[0].GetProperty("laws").EnumerateArray()
        .Single(law => law.GetProperty("id").GetString() == id);

    public IReadOnlyList<string> Laws(string verdict) =>
        [.. Grade.GetProperty("chapters")[0].GetProperty("laws").EnumerateArray()
            .Where(law => law.GetProperty("verdict").GetString() == verdict)
            .Select(static law => law.GetProperty("id").GetString()!)];
}
