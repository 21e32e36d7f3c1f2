using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace DiffProb;

/// <summary>How things are measured: peer and DiffProb in one process, one after the other, as a ratio.</summary>
internal static class Measurement
{
    public static IConfig Settings { get; } = ManualConfig.Create(DefaultConfig.Instance)
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithMinIterationTime(TimeInterval.FromMilliseconds(100)).WithWarmupCount(4).WithIterationCount(10))
        .AddLogicalGroupRules(BenchmarkLogicalGroupRule.ByParams)
        .HideColumns(Column.Error, Column.RatioSD)
        .WithSummaryStyle(SummaryStyle.Default.WithTimeUnit(TimeUnit.Millisecond).WithCultureInfo(CultureInfo.InvariantCulture));
}
