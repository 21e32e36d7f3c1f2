using System.Globalization;
using System.Text;
using PureHDF;

namespace DiffProb;

/// <summary>A group of a netCDF4 file: its dimensions, and variables along them.</summary>
internal sealed class NetCdfGroup
{
    private readonly Dictionary<string, H5Dataset> dimensions = [];
    private readonly string[] leading;
    private readonly int[] sizes;

    /// <summary>A group of variables along these chains and draws.</summary>
    public NetCdfGroup(int chains, int draws)
        : this([NetCdf.Chain, NetCdf.Draw], [chains, draws])
    {
    }

    /// <summary>A group of variables that have no draws.</summary>
    public NetCdfGroup()
        : this([], [])
    {
    }

    private NetCdfGroup(string[] leading, int[] sizes) => (this.leading, this.sizes) = (leading, sizes);

    public H5Group Group { get; } = [];

    public void AddDraws(Draws draws) => Add(draws.Name, draws.Name, draws.Shape, Flat(draws));

    /// <summary>A statistic: truths and whole numbers as such.</summary>
    public void AddStatistic(string schemaName, Draws draws)
    {
        var values = Flat(draws);
        if (draws.Name == SamplerStatistics.Divergent && Array.TrueForAll(values, v => v is 0.0 or 1.0))
        {
            AddTruths(draws.Name, schemaName, draws.Shape, Array.ConvertAll(values, v => (sbyte)v));
        }
        else if (draws.Name is SamplerStatistics.TreeDepth or SamplerStatistics.LeapfrogSteps && Array.TrueForAll(values, v => v == Math.Truncate(v) && Math.Abs(v) < 1e15))
        {
            Add(draws.Name, schemaName, draws.Shape, Array.ConvertAll(values, v => (long)v));
        }
        else
        {
            Add(draws.Name, schemaName, draws.Shape, values);
        }
    }

    public void AddTensor(string name, Tensor tensor)
    {
        switch (Evaluation.Of(tensor))
        {
            case Storage<double> s: Add(name, name, tensor.Shape, s.Array); break;
            case Storage<float> s: Add(name, name, tensor.Shape, s.Array); break;
            case Storage<long> s: Add(name, name, tensor.Shape, s.Array); break;
            case Storage<byte> s: AddTruths(name, name, tensor.Shape, Array.ConvertAll(s.Array, b => (sbyte)b)); break;
        }
    }

    private void AddTruths(string name, string schemaName, Shape shape, sbyte[] values) =>
        Add(name, schemaName, shape, values).Attributes[NetCdf.TypeAttribute] = NetCdf.BoolType;

    private H5Dataset Add<T>(string name, string schemaName, Shape shape, T[] values)
    {
        if (values.Length == 0)
        {
            throw PosteriorErrors.NameRefused(name, "netCDF", "a dimension of size 0 stands for an unlimited one");
        }

        var label = schemaName.Replace('/', '.');
        CheckLabel(name, label);
        string[] along = [.. leading, .. Enumerable.Range(0, shape.Rank).Select(d => string.Create(CultureInfo.InvariantCulture, $"{label}_dim_{d}"))];
        int[] lengths = [.. sizes, .. shape];
        var scales = along.Zip(lengths, (dimension, length) => Scale(name, dimension, length)).ToArray();
        var dataset = lengths.Length == 0 ? new H5Dataset(values[0]!) : new H5Dataset(values, fileDims: Array.ConvertAll(lengths, l => (ulong)l));
        if (lengths.Length > 0)
        {
            dataset.Attributes["DIMENSION_LIST"] = Array.ConvertAll(scales, s => new H5ObjectReference[] { s });
        }

        if (label != schemaName)
        {
            dataset.Attributes[NetCdf.NameAttribute] = Encoding.UTF8.GetBytes(name);
        }

        Group.Add(label, dataset);
        return dataset;
    }

    // The library writes strings of one length: the name that a scale may have would be cut, so that it has none, which the format allows.
    // Nor has it a number (_Netcdf4Dimid), which must differ from those of all other groups.
    private H5Dataset Scale(string name, string dimension, int length)
    {
        if (!dimensions.TryGetValue(dimension, out var scale))
        {
            CheckLabel(name, dimension);
            scale = new H5Dataset(Enumerable.Range(0, length).Select(i => (long)i).ToArray())
            {
                Attributes = new() { ["CLASS"] = "DIMENSION_SCALE" },
            };
            dimensions.Add(dimension, scale);
            Group.Add(dimension, scale);
        }

        return scale;
    }

    private void CheckLabel(string name, string label)
    {
        if (Group.ContainsKey(label))
        {
            throw PosteriorErrors.NameRefused(name, "netCDF", $"two variables would be called \"{label}\"");
        }

        if (label.Any(char.IsControl) || label.EndsWith(' ') || label is "." or "..")
        {
            throw PosteriorErrors.NameRefused(name, "netCDF", "control characters and a space at the end are not allowed there");
        }
    }

    // Chains one after the other are already in row-major order.
    private static double[] Flat(Draws draws)
    {
        var values = new double[draws.ChainCount * draws.Count * draws.Shape.Size];
        for (var c = 0; c < draws.ChainCount; c++)
        {
            draws.Chain(c).CopyTo(values.AsSpan(c * draws.Count * draws.Shape.Size));
        }

        return values;
    }
}
