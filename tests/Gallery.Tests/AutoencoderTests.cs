using System.IO.Compression;
using DiffProb;
using Gallery;
using Gallery.Applications;
using Spectre.Console;

namespace GalleryTests;

/// <summary>Tests that set variables of the environment, which belong to the process: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(EnvironmentTests), DisableParallelization = true)]
public sealed class EnvironmentTests;

/// <summary>What the sample of autoencoders rests on: its pictures, its budgets, and what happens where something is missing.</summary>
[Collection(nameof(EnvironmentTests))]
public sealed class AutoencoderTests : IDisposable
{
    private const string Variable = "FASHION_MNIST";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gallery");
    private readonly string? before = Environment.GetEnvironmentVariable(Variable);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, before);
        folder.Delete(true);
    }

    [Fact]
    public void Pictures_are_bits_lit_as_often_as_they_are_bright()
    {
        Assert.SkipUnless(FashionImages.Missing is null, FashionImages.Missing ?? "");
        var (train, test) = (FashionImages.Train(3), FashionImages.Test(2));
        Assert.Equal(Shape.Of(3, 784), train.Shape);
        Assert.All(train.ToArray(), bit => Assert.True(bit is 0.0 or 1.0));
        Assert.Equal(train.ToArray(), FashionImages.Train(3).ToArray());
        Assert.NotEqual(train.ToArray()[..1568], test.ToArray());
    }

    /// <summary>A file of two pictures: greys 0 and 255 are no chance at all; of 784 pixels with chance 0.2, 78 to 236 are lit but for one seed in 10¹⁰.</summary>
    [Fact]
    public void Pictures_are_read_from_the_folder_that_is_named()
    {
        Write("train-images-idx3-ubyte.gz", [.. new byte[784], .. Enumerable.Repeat((byte)51, 784)]);
        Write("t10k-images-idx3-ubyte.gz", [.. Enumerable.Repeat((byte)255, 784)]);
        Environment.SetEnvironmentVariable(Variable, folder.FullName);
        var train = FashionImages.Train(2).ToArray();
        Assert.All(train[..784], bit => Assert.Equal(0.0, bit));
        Assert.InRange(train[784..].Sum(), 78.0, 236.0);
        Assert.All(FashionImages.Test(1).ToArray(), bit => Assert.Equal(1.0, bit));
    }

    [Fact]
    public void Without_the_pictures_the_message_says_what_to_install()
    {
        Environment.SetEnvironmentVariable(Variable, folder.FullName);
        var (code, errors) = Run();
        Assert.Equal(1, code);
        Assert.Contains("train-images-idx3-ubyte.gz is missing", errors, StringComparison.Ordinal);
        Assert.Contains("apt-get install dataset-fashion-mnist", errors, StringComparison.Ordinal);
        Assert.Contains("FASHION_MNIST=folder", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_something_else_is_refused()
    {
        Write("train-images-idx3-ubyte.gz", new byte[20_000 * 784], kind: 1);
        Write("t10k-images-idx3-ubyte.gz", new byte[784]);
        Environment.SetEnvironmentVariable(Variable, folder.FullName);
        Assert.Contains("is no file of pictures", Run().Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_budget_ends_a_fit_by_steps_or_by_time()
    {
        var program = Prob.Param("a", 1.0).Select(a => a.Square());
        Assert.Equal(7, Steps(new(7, null)));
        Assert.InRange(Steps(new(1_000_000, TimeSpan.FromSeconds(0.2))), 1, 999_999);
        using var canceled = new Limit(new(10, null), _ => { }, new(canceled: true));
        Assert.True(canceled.Token.IsCancellationRequested);

        int Steps(TrainingBudget budget)
        {
            var parts = new List<double>();
            using var limit = new Limit(budget, parts.Add, default);
            var fit = program.Minimize().Steps(1_000_000).Particles(1).Progress(limit).Run(limit.Token);
            Assert.Equal(parts.Order(), parts);
            Assert.Equal(1.0, parts[^1]);
            return fit.History.Count;
        }
    }

    [Fact]
    public void Pictures_lie_side_by_side()
    {
        var tile = AutoencoderStage.Tile(Tensor.Ones(Shape.Of(2, 784)), Tensor.Zeros(Shape.Of(2, 784)));
        Assert.Equal((58, 58), (tile.GetLength(0), tile.GetLength(1)));
        Assert.Equal([1.0, 1.0, 0.0, 0.0, 1.0], [tile[0, 0], tile[27, 27], tile[0, 28], tile[0, 29], tile[0, 30]]);
        Assert.All(Enumerable.Range(0, 58), i => Assert.Equal(0.0, tile[30, i]));
    }

    private static (int Code, string Errors) Run()
    {
        using var errors = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(TextWriter.Null) });
        return (Application.Run(["autoencoder"], [new Autoencoder()], console, errors, default), errors.ToString());
    }

    private void Write(string name, byte[] pixels, byte kind = 3)
    {
        using var stream = new GZipStream(File.Create(Path.Combine(folder.FullName, name)), CompressionLevel.Fastest);
        stream.Write([0, 0, 8, kind, 0, 0, 0, 9, 0, 0, 0, 28, 0, 0, 0, 28, .. pixels]);
    }
}
