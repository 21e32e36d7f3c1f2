using BenchmarkDotNet.Running;
using DiffProb;

if (args is ["choices"])
{
    Choices.Report();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(DrawGradients).Assembly).Run(args, Measurement.Settings);
}
