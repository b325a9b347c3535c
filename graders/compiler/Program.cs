using MmVerify.Compiler;

using Stream input = Console.OpenStandardInput();
using Stream output = Console.OpenStandardOutput();
return CompilerProgram.Run(input, output);
