using Gallery;

namespace GalleryTests;

/// <summary>All samples; those that take long, within a smaller budget.</summary>
internal static class QuickSamples
{
    internal static IReadOnlyList<ISample> All { get; } =
        [.. Application.Samples.Select(s => s.Name == "darts" ? DartsTests.Sample(s.Language) : s)];
}
