using System.Text;
using PureHDF;
using PureHDF.VOL.Native;

namespace DiffProb;

/// <summary>Reads InferenceData, as DiffProb, ArviZ or xarray wrote it.</summary>
internal static class NetCdfReader
{
    private static readonly Dictionary<string, string> OwnNames = NetCdf.SchemaNames.ToDictionary(n => n.Value, n => n.Key);

    public static Posterior Read(string path)
    {
        using var file = H5File.OpenRead(path);
        if (!file.LinkExists("posterior"))
        {
            throw PosteriorErrors.Broken(path, "it has no group \"posterior\"");
        }

        var group = file.Group("posterior");
        var posterior = new Posterior(DrawsIn(file, group, path)).WithProvenance(ProvenanceOf(group));
        if (file.LinkExists("sample_stats"))
        {
            posterior = posterior.WithStatistics(DrawsIn(file, file.Group("sample_stats"), path).Select(d => d.Named(OwnNames.GetValueOrDefault(d.Name, d.Name))));
        }

        if (file.LinkExists("log_likelihood"))
        {
            posterior = posterior.WithLogLikelihood(DrawsIn(file, file.Group("log_likelihood"), path));
        }

        if (file.LinkExists("posterior_predictive"))
        {
            posterior = posterior.WithPredictive(DrawsIn(file, file.Group("posterior_predictive"), path));
        }

        Draws[] OfPrior(string name) => file.LinkExists(name) ? [.. DrawsIn(file, file.Group(name), path)] : [];
        if (OfPrior("prior") is var prior && OfPrior("prior_predictive") is var made && (prior.Length > 0 || made.Length > 0))
        {
            posterior = posterior.WithPrior(new(prior, made));
        }

        return file.LinkExists("observed_data") ? posterior.WithObserved(ObservedIn(file.Group("observed_data"), path)) : posterior;
    }

    // Children of a group come in the order of their names; ours keep the order in which they were written.
    private static IEnumerable<Draws> DrawsIn(NativeFile file, IH5Group group, string path)
    {
        foreach (var variable in Variables(group))
        {
            int[] sizes = [.. variable.Space.Dimensions.Select(d => checked((int)d))];
            if (DimensionsOf(file, variable) is var names && (sizes.Length < 2 || (names is not null && names is not [NetCdf.Chain, NetCdf.Draw, ..])))
            {
                throw PosteriorErrors.Broken(path, $"\"{group.Name}/{variable.Name}\" must be along chain and draw first, but it is along ({string.Join(", ", names ?? [])}) of sizes ({string.Join(", ", sizes)})");
            }

            var values = Numbers(variable, $"{group.Name}/{variable.Name}", path);
            yield return Draws.Owning(NameOf(variable), Shape.Of(sizes[2..]), sizes[0] == 0 ? [] : [.. values.Chunk(Math.Max(values.Length / sizes[0], 1))]);
        }
    }

    private static NamedTensors ObservedIn(IH5Group group, string path) => new(Variables(group).Select(variable =>
    {
        var shape = Shape.Of([.. variable.Space.Dimensions.Select(d => checked((int)d))]);
        var isTruth = IsTruth(variable);
        Storage storage = (variable.Type.Class, variable.Type.Size) switch
        {
            (H5DataTypeClass.FloatingPoint, 4) => new Storage<float>(All<float>(variable)),
            (H5DataTypeClass.FixedPoint, _) when isTruth => new Storage<byte>(Array.ConvertAll(Numbers(variable, variable.Name, path), v => v == 0.0 ? (byte)0 : (byte)1)),
            (H5DataTypeClass.FixedPoint, _) => new Storage<long>(Array.ConvertAll(Integers(variable, variable.Name, path), v => v)),
            _ => new Storage<double>(Numbers(variable, variable.Name, path)),
        };
        return KeyValuePair.Create(NameOf(variable), Tensor.Constant(shape, storage));
    }));

    private static IEnumerable<IH5Dataset> Variables(IH5Group group) =>
        group.Children().OfType<IH5Dataset>().Where(d => !d.AttributeExists("CLASS") || d.Attribute("CLASS").Read<string>() != "DIMENSION_SCALE");

    private static string NameOf(IH5Dataset variable) =>
        variable.AttributeExists(NetCdf.NameAttribute) ? Encoding.UTF8.GetString(variable.Attribute(NetCdf.NameAttribute).Read<byte[]>()) : variable.Name;

    private static string[]? DimensionsOf(NativeFile file, IH5Dataset variable) =>
        variable.AttributeExists("DIMENSION_LIST")
            ? Array.ConvertAll(variable.Attribute("DIMENSION_LIST").Read<NativeObjectReference1[][]>(), r => file.Get(r[0]).Name)
            : null;

    private static bool IsTruth(IH5Dataset variable) =>
        variable.AttributeExists(NetCdf.TypeAttribute) && variable.Attribute(NetCdf.TypeAttribute).Read<string>() == NetCdf.BoolType;

    private static double[] Numbers(IH5Dataset variable, string name, string path) => (variable.Type.Class, variable.Type.Size) switch
    {
        (H5DataTypeClass.FloatingPoint, 8) => All<double>(variable),
        (H5DataTypeClass.FloatingPoint, 4) => Array.ConvertAll(All<float>(variable), x => (double)x),
        (H5DataTypeClass.FixedPoint or H5DataTypeClass.Enumerated, _) => Array.ConvertAll(Integers(variable, name, path), x => (double)x),
        _ => throw PosteriorErrors.Broken(path, $"\"{name}\" holds {variable.Type.Class} of {variable.Type.Size} bytes, and not numbers"),
    };

    private static long[] Integers(IH5Dataset variable, string name, string path) => variable.Type.Size switch
    {
        1 => Array.ConvertAll(All<sbyte>(variable), x => (long)x),
        2 => Array.ConvertAll(All<short>(variable), x => (long)x),
        4 => Array.ConvertAll(All<int>(variable), x => (long)x),
        8 => All<long>(variable),
        _ => throw PosteriorErrors.Broken(path, $"\"{name}\" holds whole numbers of {variable.Type.Size} bytes"),
    };

    private static T[] All<T>(IH5Dataset variable) =>
        variable.Space.Dimensions.Length == 0 ? [variable.Read<T>()] : variable.Read<T[]>();

    private static Provenance ProvenanceOf(IH5Group group)
    {
        long? Whole(string name) => group.AttributeExists(name) ? group.Attribute(name).Read<long>() : null;
        return new()
        {
            Seed = group.AttributeExists("seed") ? group.Attribute("seed").Read<ulong>() : null,
            Warmup = (int?)Whole("tuning_steps"),
            MaxTreeDepth = (int?)Whole("max_tree_depth"),
            IsCanceled = Whole("stopped") is > 0,
            Sampler = !group.AttributeExists("sampler") ? null
                : group.Attribute("sampler") is { Type.Class: H5DataTypeClass.String or H5DataTypeClass.VariableLength } text ? text.Read<string>()
                : Encoding.UTF8.GetString(group.Attribute("sampler").Read<byte[]>()),
        };
    }
}
