using MmVerify.Compiler;
using MmVerify.Host;

using Stream input = Console.OpenStandardInput();
using Stream output = Console.OpenStandardOutput();
if (args is [var limits])
{
    Lockdown.Apply(LockdownLimits.Parse(limits));
}

return CompilerProgram.Run(input, output);
