using BenchmarkDotNet.Running;
using MmVerify.Reference.Bench;

BenchmarkSwitcher.FromAssembly(typeof(BuddyBenchmarks).Assembly).Run(args);
