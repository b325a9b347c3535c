namespace Starter.Tests;

/// <summary>Your own tests, and those that a report offers for pasting.</summary>
public sealed class PageDatabaseTests
{
    // Such a test runs one program and asks one law, for example:
    //
    // [Fact]
    // public void PagesCount() => LawAssert.Keeps<PageDatabase>(
    //     "PAGE-COUNT",
    //     PagesSetup.Flat(1),
    //     new PagesOperation.Claim(new Pfn(0), 1),
    //     new PagesOperation.Get(new Pfn(0)));
}
