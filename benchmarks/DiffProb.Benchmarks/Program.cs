using BenchmarkDotNet.Running;
using DiffProb;

BenchmarkSwitcher.FromAssembly(typeof(DrawGradients).Assembly).Run(args, Measurement.Settings);
