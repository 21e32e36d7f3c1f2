using System.Globalization;

namespace DiffProb;

/// <summary>Draws of one named quantity: chains × draws × shape. Immutable.</summary>
public sealed class Draws
{
    private readonly double[][] chains;
    private readonly Lazy<Tensor> tensor;

    /// <summary>These draws, which are copied.</summary>
    /// <param name="name">Name, not empty.</param>
    /// <param name="shape">Shape of one draw.</param>
    /// <param name="chains">For each chain its draws one after the other, each in row-major order: as many numbers as draws times the size of the shape.</param>
    /// <exception cref="ValueException">The name is empty, there is no chain, or a chain has another number of draws than the first.</exception>
    public Draws(string name, Shape shape, double[][] chains)
        : this(name, shape, Copied(chains), Counted(name, shape, chains))
    {
    }

    private Draws(string name, Shape shape, double[][] chains, int count)
    {
        (Name, Shape, this.chains, Count) = (name, shape, chains, count);
        tensor = new(() => Tensor.Constant(Shape.Of([chains.Length, count, .. shape]), new Storage<double>(Chains.Pooled(chains))));
    }

    /// <summary>Name of the quantity.</summary>
    public string Name { get; }

    /// <summary>Shape of one draw.</summary>
    public Shape Shape { get; }

    /// <summary>Number of chains.</summary>
    public int ChainCount => chains.Length;

    /// <summary>Number of draws of each chain.</summary>
    public int Count { get; }

    /// <summary>All of them: chains × draws × shape.</summary>
    public Tensor ToTensor() => tensor.Value;

    /// <summary>The draws of one element, chains × draws.</summary>
    /// <param name="index">Its place in row-major order; 0 for a scalar.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public double[,] Element(int index = 0)
    {
        var rows = Rows(index);
        var element = new double[rows.Length, Count];
        for (var c = 0; c < rows.Length; c++)
        {
            Buffer.BlockCopy(rows[c], 0, element, c * Count * sizeof(double), Count * sizeof(double));
        }

        return element;
    }

    /// <summary>Name of one element, with indices that start at 0: "theta[2]", "sigma[0,1]"; a scalar's own name.</summary>
    /// <param name="index">Its place in row-major order.</param>
    public string ElementName(int index) =>
        Shape.Rank == 0 ? Name : $"{Name}[{string.Join(",", Place(index).Select(i => i.ToString(CultureInfo.InvariantCulture)))}]";

    /// <summary>Name and sizes.</summary>
    public override string ToString() => $"{Name} {Shape}, {ChainCount} chains of {Count} draws";

    /// <summary>Draws that hold these very arrays, which nobody changes any more.</summary>
    internal static Draws Owning(string name, Shape shape, double[][] chains) => new(name, shape, chains, Counted(name, shape, chains));

    /// <summary>Draws of a matrix of chains × draws.</summary>
    internal static Draws OfMatrix(string name, double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Owning(name, Shape.Scalar, values.GetLength(1) == 0 ? new double[values.GetLength(0)][].Select(_ => Array.Empty<double>()).ToArray() : Chains.Rows(values));
    }

    /// <summary>What a chain holds, draw after draw.</summary>
    internal ReadOnlySpan<double> Chain(int chain) => chains[chain];

    /// <summary>The draws of one element, a row for each chain.</summary>
    internal double[][] Rows(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Shape.Size);
        var size = Shape.Size;
        return Array.ConvertAll(chains, chain =>
        {
            var row = new double[Count];
            for (var d = 0; d < row.Length; d++)
            {
                row[d] = chain[(d * size) + index];
            }

            return row;
        });
    }

    /// <summary>Indices of a place, the last dimension fastest.</summary>
    internal int[] Place(int index)
    {
        var place = new int[Shape.Rank];
        for (var d = place.Length - 1; d >= 0; d--)
        {
            (index, place[d]) = Math.DivRem(index, Shape[d]);
        }

        return place;
    }

    /// <summary>The same draws under another name.</summary>
    internal Draws Named(string name) => new(name, Shape, chains, Count);

    private static double[][] Copied(double[][] chains)
    {
        ArgumentNullException.ThrowIfNull(chains);
        return Array.ConvertAll(chains, c => (double[])(c ?? throw new ArgumentNullException(nameof(chains))).Clone());
    }

    private static int Counted(string name, Shape shape, double[][] chains)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        if (name.Length == 0)
        {
            throw PosteriorErrors.NoName();
        }

        if (chains.Length == 0)
        {
            throw PosteriorErrors.NoChains(name);
        }

        // Draws of an empty shape hold no number to count them by.
        var odd = Array.FindIndex(chains, c => c.Length != chains[0].Length || (shape.Size == 0 ? c.Length != 0 : c.Length % shape.Size != 0));
        return odd < 0
            ? shape.Size == 0 ? 0 : chains[0].Length / shape.Size
            : throw PosteriorErrors.ChainLength(name, shape, odd, chains[odd].Length, chains[0].Length);
    }
}
