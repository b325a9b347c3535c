using MmVerify.Host;

if (args is ["canary", ..])
{
    return CanaryMode.Run(args);
}

if (args is not ["serve", var limits])
{
    Console.Error.WriteLine(
        "This process is started by mmverify and serves it alone: MmVerify.Host serve LIMITS");
    return 2;
}

// The streams are taken first: from then on what a submission prints, however it does, is not the protocol.
using Stream input = StandardStreams.TakeInput();
using Stream output = StandardStreams.TakeOutput();
using var shown = new BoundedConsole(Console.Error);
Console.SetOut(shown);
Console.SetError(shown);
LockdownReport report = Lockdown.Apply(LockdownLimits.Parse(limits));
return SubmissionServer.Serve(input, output, report);
