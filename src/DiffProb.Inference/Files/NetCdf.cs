using System.Text;
using PureHDF;

namespace DiffProb;

/// <summary>ArviZ's InferenceData in netCDF4, which is HDF5: groups posterior, sample_stats, log_likelihood, posterior_predictive, prior, prior_predictive and observed_data.</summary>
/// <remarks>
/// <para>Dimensions are HDF5 dimension scales with numbers from 0; variables refer to theirs by DIMENSION_LIST (netCDF-4 format, section "Dimensions"). Sampler statistics have the names of ArviZ's schema.</para>
/// <para>A name may not hold a slash there: it becomes a dot, and the bytes of the name itself are kept beside.</para>
/// </remarks>
internal sealed class NetCdf() : PosteriorFormat(".nc")
{
    internal const string Chain = "chain";
    internal const string Draw = "draw";
    internal const string NameAttribute = "diffprob_name";
    internal const string TypeAttribute = "dtype";
    internal const string BoolType = "bool";

    /// <summary>Statistics under the names of ArviZ's schema; others keep theirs.</summary>
    internal static readonly IReadOnlyDictionary<string, string> SchemaNames = new Dictionary<string, string>
    {
        [SamplerStatistics.AcceptStat] = "acceptance_rate",
        [SamplerStatistics.StepSize] = "step_size",
        [SamplerStatistics.TreeDepth] = "tree_depth",
        [SamplerStatistics.LeapfrogSteps] = "n_steps",
        [SamplerStatistics.Divergent] = "diverging",
    };

    // "DIMENSION_SCALE" and its end: HDF5 knows a scale only by a string of exactly this length. All strings of a file get one length, so that no longer one is written.
    private const int StringLength = 16;

    protected override void Write(Posterior posterior, Stream stream)
    {
        var file = new H5File { Attributes = new() { ["creation_library"] = "DiffProb" } };
        var posteriorGroup = new NetCdfGroup(posterior.ChainCount, posterior.DrawCount);
        AddProvenance(posteriorGroup, posterior.Provenance);
        file.Add("posterior", Filled(posteriorGroup, posterior.Quantities));
        if (posterior.Statistics.Count > 0)
        {
            var group = new NetCdfGroup(posterior.ChainCount, posterior.DrawCount);
            foreach (var statistic in posterior.Statistics)
            {
                group.AddStatistic(SchemaNames.GetValueOrDefault(statistic.Name, statistic.Name), statistic);
            }

            file.Add("sample_stats", group.Group);
        }

        AddDraws(file, "log_likelihood", posterior, posterior.GivenLogLikelihood);
        AddDraws(file, "posterior_predictive", posterior, posterior.Predictive);
        if (posterior.Prior is { } prior)
        {
            AddDraws(file, "prior", prior, prior.Quantities);
            AddDraws(file, "prior_predictive", prior, prior.Predictive);
        }

        if (posterior.Observed is { Count: > 0 } observed)
        {
            var group = new NetCdfGroup();
            foreach (var (name, tensor) in observed)
            {
                group.AddTensor(name, tensor);
            }

            file.Add("observed_data", group.Group);
        }

        file.Write(stream, new H5WriteOptions(DefaultStringLength: StringLength));
    }

    protected override Posterior Read(string path) => NetCdfReader.Read(path);

    private static void AddDraws(H5File file, string group, Posterior of, IReadOnlyList<Draws> draws)
    {
        if (draws.Count > 0)
        {
            file.Add(group, Filled(new(of.ChainCount, of.DrawCount), draws));
        }
    }

    private static H5Group Filled(NetCdfGroup group, IEnumerable<Draws> draws)
    {
        foreach (var quantity in draws)
        {
            group.AddDraws(quantity);
        }

        return group.Group;
    }

    private static void AddProvenance(NetCdfGroup group, Provenance provenance)
    {
        var attributes = group.Group.Attributes;
        attributes["inference_library"] = "DiffProb";
        if (provenance.Seed is { } seed)
        {
            attributes["seed"] = seed;
        }

        if (provenance.Warmup is { } warmup)
        {
            attributes["tuning_steps"] = (long)warmup;
        }

        if (provenance.MaxTreeDepth is { } depth)
        {
            attributes["max_tree_depth"] = (long)depth;
        }

        if (provenance.IsCanceled)
        {
            attributes["stopped"] = 1L;
        }

        if (provenance.Sampler is { } sampler)
        {
            attributes["sampler"] = Encoding.UTF8.GetByteCount(sampler) < StringLength ? sampler : Encoding.UTF8.GetBytes(sampler);
        }
    }
}
