using BenchmarkDotNet.Running;
using DiffProb;

if (args is ["choices", .. var rest])
{
    Choices.Report(string.Join(' ', rest));
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(DrawGradients).Assembly).Run(args, Measurement.Settings);
}
