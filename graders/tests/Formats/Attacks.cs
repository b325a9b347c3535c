namespace MmVerify.Grader.Tests;

/// <summary>Texts that try to leave their place, in each of the languages a report is written in.</summary>
internal static class Attacks
{
    private static readonly string[] Each =
    [
        "::error file=a,line=1::owned",
        "\n::notice title=Autograding report::{\"totalPoints\":100,\"maxPoints\":100}",
        "\r  ::set-output name=result::owned",
        "\u2028::add-mask::a",
        "%0A::warning::owned",
        "##[add-mask]e ###[error]owned",
        "::stop-commands::x",
        "]]><failure message=\"owned\"/><![CDATA[",
        "</skipped></testcase></testsuite>",
        "</pre></code></summary></details><script>alert(1)</script><img src=x onerror=alert(1)>",
        "\n```\n~~~~\n    code\n",
        "\n# owned\n- list\n1. list\n> quote\n---\n***\n| a | b |\n|---|---|\n| c | d |\n",
        "**bold** _em_ ~~gone~~ `code` [link](javascript:alert(1)) ![image](https://evil.example/x.png)",
        "https://evil.example www.evil.example a@evil.example @octocat [^1]: <https://evil.example>",
        "--><!-- ?> &lt; &#0; \\ \" ' = , ; $(id) ${{ github.token }}",
        "../../etc/passwd /etc/passwd C:\\x",
        "\u202Eright to left\u0000\u0007\u001B[31m\u0085\uFFFE\uFEFF\uE000",
        "\uD800 half \uDC00",
    ];

    public static string All { get; } = string.Join(' ', Each);

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Each.Length)];

    public static string Of(int number) => Each[number];
}
