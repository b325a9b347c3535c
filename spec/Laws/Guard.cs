using System.Diagnostics;

namespace MmVerify.Spec;

/// <summary>Turns what escapes from a submission into plain words.</summary>
public static class Guard
{
    /// <summary>
    /// What is known of an exception. Only types of the runtime are asked for their message.
    /// </summary>
    /// <remarks>A class of the submission may have a Message that lies, throws or never returns.</remarks>
    public static Outcome Explain(Exception exception)
    {
        if (exception is OutOfFuelException)
        {
            return new Outcome(OutcomeKind.Hung, Fault: new Fault(exception.Message, "", PlaceOf(exception)));
        }

        Type type = exception.GetType();
        string message = type.Assembly == typeof(object).Assembly ? exception.Message : "";
        return new Outcome(
            OutcomeKind.Threw, Fault: Fault.FromForeign(type.Name, message, PlaceOf(exception)));
    }

    // The topmost frame that has a source file and is not the suite's own: the submission's line.
    private static string? PlaceOf(Exception exception)
    {
        foreach (StackFrame frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            bool isOwn = frame.GetMethod()?.DeclaringType?.Assembly == typeof(Guard).Assembly;
            if (!isOwn && frame.GetFileName() is string file)
            {
                return $"{Path.GetFileName(file.Replace('\\', '/'))}:{frame.GetFileLineNumber()}";
            }
        }

        return null;
    }
}
