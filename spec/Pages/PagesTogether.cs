using static MmVerify.Spec.PagesOperation;

namespace MmVerify.Spec;

/// <summary>What calls of several CPUs come to, beside what they could have come to in some order.</summary>
public static class PagesTogether
{
    private const int MostOrders = 4;
    private const int MostTried = 1000;

    /// <summary>What is said where a law needs shared words and none were used.</summary>
    public static string Elsewhere =>
        "state that is shared has to be in the words that Create is given";

    /// <summary>Whether some order of the calls on each frame explains what came of them.</summary>
    /// <param name="step">The step in which they were made.</param>
    /// <param name="areTests">Whether it is the answers of tests that are asked about, or all else.</param>
    public static Judgement AreExplained(
        in Step<PagesOperation, PagesReply, PagesModel> step, bool areTests)
    {
        Concurrent<PagesOperation> what = ((Concurrently)step.Operation).What;
        ConcurrentHistory history = step.Reply.History;
        Judgement judgement = Judgement.Silent;
        foreach (Pfn frame in what.Calls.Select(static call => call.Operation.Frame).Distinct())
        {
            int[] calls = [.. PagesModel.CallsOn(what, frame)];
            if (!calls.Any(history.Overlaps))
            {
                continue;
            }

            int place = step.Model.Setup.PlaceOf(frame);
            PageState end = place < 0 ? PageState.Free : step.Reply.States[place];
            if (!step.Model.Explains(what, history, frame, end))
            {
                // What an order explains but for the answers of tests is for PAGE-TEST-AND-SET to tell.
                bool isTests = step.Model.Explains(what, history, frame, end, areTestsOpen: true);
                return isTests == areTests ? Broken(in step, frame, calls, end) : Judgement.Silent;
            }

            // Calls that were all refused might have been so whoever came first.
            bool isWitness = calls.Any(call => history.Calls[call].Answer.Outcome.Kind == OutcomeKind.Done
                && IsTest(what, call) == areTests && history.Overlaps(call));
            judgement = isWitness ? Judgement.Kept : judgement;
        }

        return judgement;
    }

    private static bool IsTest(Concurrent<PagesOperation> what, int call) =>
        (what.Calls[call].Operation.Kind & Kinds.Tests) != 0;

    private static Judgement Broken(
        in Step<PagesOperation, PagesReply, PagesModel> step, Pfn frame, int[] calls, PageState end)
    {
        Concurrent<PagesOperation> what = ((Concurrently)step.Operation).What;
        ConcurrentHistory history = step.Reply.History;
        IEnumerable<string> made = calls.Select(call =>
            $"{what.Calls[call].Operation.GetType().Name} on CPU {what.Calls[call].Cpu}");
        PageState before = step.Model.Of(frame) ?? PageState.Free;
        string[] orders =
        [
            .. Orders(step.Model, what, calls, before, new string[calls.Length], 0)
                .Take(MostTried).Distinct(),
        ];
        return Judgement.Broken(
            $"{frame}, {before}: {string.Join(" and ", made)} at once",
            "one after the other: " + string.Join(" | ", orders.Take(MostOrders))
                + (orders.Length > MostOrders ? " | …" : ""),
            Outcomes(
                calls.Select(call =>
                    PagesReply.Tell(what.Calls[call].Operation.Kind, history.Calls[call].Answer)),
                end));
    }

    // What every order comes to in which each CPU's calls are in theirs.
    private static IEnumerable<string> Orders(
        PagesModel model,
        Concurrent<PagesOperation> what,
        int[] calls,
        PageState state,
        string[] answers,
        int made)
    {
        if (made == calls.Length)
        {
            yield return Outcomes(answers, state);
            yield break;
        }

        for (int i = 0; i < calls.Length; i++)
        {
            if (answers[i] is not null || HasEarlier(what, calls, answers, i))
            {
                continue;
            }

            PagesOperation operation = what.Calls[calls[i]].Operation;
            Answer answer = model.AnswerOf(operation, state);
            bool isDone = answer.Outcome.Kind == OutcomeKind.Done;
            answers[i] = PagesReply.Tell(operation.Kind, answer);
            foreach (string order in Orders(
                model, what, calls, isDone ? PagesModel.After(operation, state) : state, answers, made + 1))
            {
                yield return order;
            }

            answers[i] = null!;
        }
    }

    private static bool HasEarlier(
        Concurrent<PagesOperation> what, int[] calls, string[] answers, int call)
    {
        for (int i = 0; i < call; i++)
        {
            if (answers[i] is null && what.Calls[calls[i]].Cpu == what.Calls[calls[call]].Cpu)
            {
                return true;
            }
        }

        return false;
    }

    private static string Outcomes(IEnumerable<string> answers, PageState end) =>
        $"{string.Join(", ", answers)}, then {end}";
}
