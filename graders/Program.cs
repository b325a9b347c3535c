using MmVerify.Grader;

return CommandLine.Run(args);
