namespace Starter.Tests;

/// <summary>One test for each law. To run one alone: dotnet test --filter DisplayName~PAGE-COUNT</summary>
public sealed class PageDatabaseLaws : LawsOf<PageDatabase>;
