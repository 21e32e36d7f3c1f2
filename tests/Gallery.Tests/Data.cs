using Gallery;

namespace GalleryTests;

/// <summary>Data that samples need and this project does not ship: tests that want it are skipped by name where it is not installed.</summary>
internal static class Data
{
    internal static bool IsThere(string sample) => sample != "autoencoder" || FashionImages.Missing is null;

    internal static void SkipUnlessThere(string sample) => Assert.SkipUnless(IsThere(sample), FashionImages.Missing ?? "");
}
