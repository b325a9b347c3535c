namespace MmVerify.Grader;

/// <summary>
/// A submission cannot be read as one. Its three parts make one message, and none of them can harm a screen.
/// </summary>
/// <param name="place">The file or folder, as shown.</param>
/// <param name="what">What is wrong with it.</param>
/// <param name="whatToDo">What would put it right.</param>
public sealed class BadSubmissionException(string place, string what, string whatToDo)
    : Exception($"{place}: {what}; {whatToDo}")
{
    /// <summary>The file or folder, as shown.</summary>
    public string Place { get; } = place;

    /// <summary>What is wrong with it.</summary>
    public string What { get; } = what;

    /// <summary>What would put it right.</summary>
    public string WhatToDo { get; } = whatToDo;
}
