using System.Globalization;

namespace DiffProb;

/// <summary>The data of the rows, made by the laws of the peers' scripts with a fixed seed; <see cref="Write"/> hands the peers the same numbers.</summary>
internal static class Inputs
{
    /// <summary>Effects and standard errors of eight schools (Rubin 1981, table 1).</summary>
    internal static (double[] Effect, double[] Error) Schools { get; } =
        ([28.0, 8.0, -3.0, 7.0, -1.0, 1.0, 18.0, 12.0], [15.0, 10.0, 16.0, 11.0, 9.0, 11.0, 10.0, 18.0]);

    /// <summary>Rows of 3/√d N(0, 1), and a bit of each with logit x w + 0.3.</summary>
    internal static (double[,] X, double[] Y) Logistic(int rows, int columns)
    {
        var source = new Normals(1000 + columns);
        var weights = source.Take(columns);
        var (x, y) = (new double[rows, columns], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            var logit = 0.3;
            for (var j = 0; j < columns; j++)
            {
                x[i, j] = Rounded(3.0 / Math.Sqrt(columns) * source.Next());
                logit += x[i, j] * weights[j];
            }

            y[i] = source.Uniform() < 1.0 / (1.0 + Math.Exp(-logit)) ? 1.0 : 0.0;
        }

        return (x, y);
    }

    /// <summary>Points of three normals at -3, 0.5 and 4.</summary>
    internal static double[] Mixture(int points)
    {
        var source = new Normals(3);
        return [.. Enumerable.Range(0, points).Select(_ => Rounded(Centre(source.Uniform()) + source.Next()))];
    }

    /// <summary>Images of 784 bits, each 1 with probability 0.3.</summary>
    internal static double[,] Images(int count)
    {
        var source = new Normals(4);
        var images = new double[count, 784];
        for (var i = 0; i < images.Length; i++)
        {
            images[i / 784, i % 784] = source.Uniform() < 0.3 ? 1.0 : 0.0;
        }

        return images;
    }

    /// <summary>Standard normal numbers, in their order.</summary>
    internal static double[] Normal(int count, int seed) => new Normals(seed).Take(count);

    /// <summary>A matrix of standard normal numbers times a scale.</summary>
    internal static double[,] Matrix(int rows, int columns, double scale, int seed)
    {
        var source = new Normals(seed);
        var matrix = new double[rows, columns];
        for (var i = 0; i < matrix.Length; i++)
        {
            matrix[i / columns, i % columns] = scale * source.Next();
        }

        return matrix;
    }

    /// <summary>Writes the files that the peers' scripts read.</summary>
    internal static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        Save("eight_schools", Schools.Effect.Zip(Schools.Error, (y, s) => new[] { y, s }));
        foreach (var (rows, columns) in new[] { (1000, 20), (10_000, 50) })
        {
            var (x, y) = Logistic(rows, columns);
            Save($"logistic_{rows}x{columns}", y.Select((bit, i) => Enumerable.Range(0, columns).Select(j => x[i, j]).Prepend(bit).ToArray()));
        }

        Save("mixture1d_1000", Mixture(1000).Select(x => new[] { x }));

        void Save(string name, IEnumerable<double[]> lines) => File.WriteAllLines(
            Path.Combine(folder, $"{name}.csv"),
            lines.Select(l => string.Join(',', l.Select(v => v.ToString("G9", CultureInfo.InvariantCulture)))));
    }

    private static double Centre(double u) => u < 0.5 ? -3.0 : u < 0.8 ? 0.5 : 4.0;

    // To the nine digits of the files.
    private static double Rounded(double x) => double.Parse(x.ToString("G9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private sealed class Normals(int seed)
    {
        private readonly Random random = new(seed);

        internal double Uniform() => random.NextDouble();

        /// <summary>Box and Muller (1958).</summary>
        internal double Next() => Math.Sqrt(-2.0 * Math.Log(1.0 - random.NextDouble())) * Math.Cos(2.0 * Math.PI * random.NextDouble());

        internal double[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];
    }
}
