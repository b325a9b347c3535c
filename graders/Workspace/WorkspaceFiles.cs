using System.Security;

namespace MmVerify.Grader;

/// <summary>The generated files of a workspace: two projects and the tests that ask the laws.</summary>
internal static class WorkspaceFiles
{
    /// <summary>The assembly that holds what is measured.</summary>
    public const string AssemblyName = "Submission";

    /// <summary>What the suite itself puts beside the tests.</summary>
    public static IReadOnlyList<string> SuiteAssemblies { get; } =
        ["MmVerify.Spec", "MmVerify.Properties", "MmVerify.Xunit"];

    private static readonly string[] Packages =
    [
        "FsCheck", "FSharp.Core", "xunit", "xunit.runner.visualstudio", "Microsoft.NET.Test.Sdk",
        "coverlet.collector",
    ];

    /// <summary>An MSBuild file that says nothing, so that nothing is inherited from folders above.</summary>
    public const string NothingInherited = "<Project />\n";

    /// <summary>The project of the code that is measured, compiled as the grader compiles it.</summary>
    /// <param name="subject">What is measured.</param>
    /// <param name="suite">The folder of the suite's assemblies.</param>
    /// <param name="optimize">Whether it is fast rather than true to its lines.</param>
    public static string SubjectProject(MeasuredSubject subject, string suite, bool optimize) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
        {CommonProperties()}
            <AssemblyName>{AssemblyName}</AssemblyName>
            <CheckForOverflowUnderflow>{Word(subject.IsOurs)}</CheckForOverflowUnderflow>
            <Optimize>{Word(optimize)}</Optimize>
            <GenerateAssemblyInfo>false</GenerateAssemblyInfo>
          </PropertyGroup>
          <ItemGroup>
        {Reference(suite, SuiteAssemblies[0])}
          </ItemGroup>
        </Project>

        """;

    /// <summary>The project of the test. It names nothing of the subject except behind an alias.</summary>
    /// <param name="suite">The folder of the suite's assemblies.</param>
    public static string TestProject(string suite) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
        {CommonProperties()}
            <IsTestProject>true</IsTestProject>
            <SatelliteResourceLanguages>en</SatelliteResourceLanguages>
            <InvariantGlobalization>true</InvariantGlobalization>
          </PropertyGroup>
          <ItemGroup>
        {Lines(SuiteAssemblies.Select(name => Reference(suite, name)))}
        {Lines(Packages.Select(static name => $"    <PackageReference Include=\"{name}\" />"))}
            <ProjectReference Include="../Submission/Submission.csproj" Aliases="submission" />
          </ItemGroup>
        </Project>

        """;

    /// <summary>The tests, a class for each class.</summary>
    public static string TestClasses(MeasuredSubject subject) => $"""
        extern alias submission;

        {Lines(subject.NamesInCode.Select((name, i) => TestClass(name, i, subject.LawIds)))}
        """;

    private static string TestClass(string name, int number, IReadOnlyList<string> lawIds) => $$"""
        public sealed class Laws{{number}} : global::MmVerify.Xunit.KeptLawsOf<submission::{{name}}>
        {
            public override global::System.Collections.Generic.IReadOnlyList<string> LawIds =>
                [{{string.Join(", ", lawIds.Select(static id => $"\"{id}\""))}}];
        }

        """;

    // A release build: what the subject asserts of itself must not notice a mutant, the laws must.
    private static string CommonProperties() => """
            <TargetFramework>net10.0</TargetFramework>
            <LangVersion>14.0</LangVersion>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <Deterministic>true</Deterministic>
            <DebugType>portable</DebugType>
            <RunAnalyzers>false</RunAnalyzers>
            <TreatWarningsAsErrors>false</TreatWarningsAsErrors>
            <WarningLevel>0</WarningLevel>
            <NuGetAudit>false</NuGetAudit>
        """;

    private static string Reference(string suite, string name) =>
        $"    <Reference Include=\"{name}\"><HintPath>"
        + SecurityElement.Escape(Path.Combine(suite, name + ".dll")) + "</HintPath></Reference>";

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);

    private static string Word(bool value) => value ? "true" : "false";
}
