namespace MmVerify.Grader;

/// <summary>A part of the summary that is shown as a whole or not at all.</summary>
/// <param name="Name">What the note calls it when it is left out.</param>
/// <param name="Markdown">Its lines.</param>
internal sealed record SummaryBlock(string Name, string Markdown);
