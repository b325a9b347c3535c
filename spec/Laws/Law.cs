namespace MmVerify.Spec;

/// <summary>When a law looks at the model.</summary>
public enum Moment
{
    /// <summary>It judges an answer, given the state before the step.</summary>
    Before,

    /// <summary>It judges what the implementation reports, given the state after the step.</summary>
    After,
}

/// <summary>Which outcomes a law speaks of; about a step that was skipped none does.</summary>
[Flags]
public enum Answers
{
    /// <summary>What was asked was done.</summary>
    Done = 1,

    /// <summary>It was refused.</summary>
    Refused = 2,

    /// <summary>There was no answer: an exception, a hang, a crash.</summary>
    Missing = 4,

    /// <summary>An answer of either kind.</summary>
    Either = Done | Refused,

    /// <summary>Every outcome.</summary>
    Any = Either | Missing,
}

/// <summary>
/// What a person is told of a law. Lists, rubrics, reports and the names of tests are made from it.
/// </summary>
/// <param name="Id">The name that is never reused: <c>BUDDY-MERGE</c>.</param>
/// <param name="Statement">One sentence in the present tense.</param>
/// <param name="Why">What goes wrong in a system where it does not hold.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Points">What it is worth unless a rubric says otherwise.</param>
/// <param name="IsPolicy">Whether it says how Linux does it where a correct implementation may differ. Then
/// it is off and worth nothing unless turned on.</param>
public abstract record Law(string Id, string Statement, string Why, string Source, int Points, bool IsPolicy)
{
    /// <summary>The chapter's part of <see cref="Id"/>, <c>MERGE</c> of <c>BUDDY-MERGE</c>.</summary>
    public string ShortId => Id[(Id.IndexOf('-') + 1)..];

    /// <summary>What to look at when too few steps spoke of it; or null.</summary>
    public string? Hint { get; init; }

    /// <summary>
    /// Whether it speaks of calls that overlap: then it is broken only where the same calls, made one by one,
    /// keep all laws.
    /// </summary>
    public bool IsOfOverlaps { get; init; }
}

/// <summary>Judges one step.</summary>
public delegate Judgement LawJudge<TOperation, TReply, TModel>(in Step<TOperation, TReply, TModel> step);

/// <summary>A rule about one step of a history.</summary>
/// <param name="Id">See <see cref="Law"/>.</param>
/// <param name="Statement">See <see cref="Law"/>.</param>
/// <param name="Why">See <see cref="Law"/>.</param>
/// <param name="Source">See <see cref="Law"/>.</param>
/// <param name="Points">See <see cref="Law"/>.</param>
/// <param name="On">The kinds of operation of which it speaks; about others it is silent and not even
/// asked.</param>
/// <param name="When">The outcomes of which it speaks; about others it is silent and not even asked.</param>
/// <param name="Judge">The rule.</param>
/// <param name="Moment">Which state of the model it is given.</param>
/// <param name="IsPolicy">See <see cref="Law"/>.</param>
/// <param name="KeptBy">Outcomes that keep the law by themselves: it is not asked, but has a witness.</param>
/// <typeparam name="TOperation">The chapter's operations.</typeparam>
/// <typeparam name="TReply">The chapter's replies.</typeparam>
/// <typeparam name="TModel">The chapter's model.</typeparam>
public sealed record Law<TOperation, TReply, TModel>(
    string Id,
    string Statement,
    string Why,
    string Source,
    int Points,
    uint On,
    Answers When,
    LawJudge<TOperation, TReply, TModel> Judge,
    Moment Moment = Moment.Before,
    bool IsPolicy = false,
    Answers KeptBy = default)
    : Law(Id, Statement, Why, Source, Points, IsPolicy);
