using System.Globalization;

namespace DiffProb;

/// <summary>The whole state of a run of chains: with the same program and options it goes on to the same bits as if it had never stopped.</summary>
public sealed class SamplingCheckpoint
{
    private const string Kind = "DiffProb sampling 2";

    private readonly NamedTensors tensors;

    private SamplingCheckpoint(NamedTensors tensors) => this.tensors = tensors;

    /// <summary>Reads one from a file.</summary>
    /// <param name="path">Ends in .safetensors.</param>
    /// <exception cref="TensorFileException">There is none, or it cannot be read.</exception>
    public static SamplingCheckpoint Load(string path)
    {
        var tensors = NamedTensors.Load(path);
        return tensors.Metadata.TryGetValue("kind", out var kind) && kind == Kind ? new(tensors) : throw InferenceErrors.NotACheckpoint(path, Kind);
    }

    /// <summary>What a run must have in common with it: everything that its numbers depend on but the number of draws.</summary>
    internal static IReadOnlyDictionary<string, string> FactsOf(SamplerOptions o, ConditionedProgram program) => new Dictionary<string, string>
    {
        ["kind"] = Kind,
        ["sampler"] = o.Kernel?.ToString() ?? o.Kind.ToString(),
        ["chain mode"] = o.ChainMode.ToString(),
        ["chains"] = Text(o.Chains),
        ["warmup"] = Text(o.Warmup),
        ["seed"] = o.Seed.ToString(CultureInfo.InvariantCulture),
        ["metric"] = o.Metric.ToString(),
        ["target acceptance"] = Text(o.TargetAcceptance),
        ["tree depth"] = Text(o.MaxTreeDepth),
        ["trajectory length"] = Text(o.TrajectoryLength),
        ["initial radius"] = Text(o.InitialRadius),
        ["sites"] = string.Join(", ", program.Coordinates.Select(c => $"{c.Item1} {c.Item3}")),
    };

    internal static SamplingCheckpoint Of(IReadOnlyDictionary<string, string> facts, IReadOnlyList<ChainState> chains)
    {
        IEnumerable<KeyValuePair<string, Tensor>> Tensors()
        {
            for (var c = 0; c < chains.Count; c++)
            {
                var state = chains[c];
                yield return new($"{c}/scalars", Tensor.Vector(state.Step, state.LogDensity));
                yield return new($"{c}/position", Tensor.Of(state.Position));
                for (var b = 0; b < state.Blocks.Length; b++)
                {
                    if (state.Blocks[b].Length > 0)
                    {
                        yield return new($"{c}/kernel {b}", Tensor.Of(state.Blocks[b]));
                    }
                }

                // Nothing is no tensor.
                if (state.Draws.Length > 0)
                {
                    yield return new($"{c}/draws", Tensor.Of(state.Draws));
                    yield return new($"{c}/statistics", Tensor.Of(state.Statistics));
                }
            }
        }

        return new(new NamedTensors(Tensors()).WithMetadata(facts));
    }

    /// <summary>Writes it to a file, which is whole or not changed at all.</summary>
    /// <param name="path">In a folder that exists; ends in .safetensors.</param>
    public void Save(string path) => tensors.Save(path);

    /// <summary>The states of the chains, for a run that it belongs to.</summary>
    /// <exception cref="DiffProbException">It is of another program, of other options, or of more draws.</exception>
    internal ChainState[] For(IReadOnlyDictionary<string, string> facts, SamplerOptions options, int blocks)
    {
        foreach (var (name, own) in facts)
        {
            if (!tensors.Metadata.TryGetValue(name, out var known) || known != own)
            {
                throw InferenceErrors.CheckpointDiffers(Name, name, known ?? "not there", own);
            }
        }

        var states = Enumerable.Range(0, options.Chains).Select(c => Chain(c, blocks)).ToArray();
        var most = states.Max(s => s.Step);
        return most <= options.Steps ? states : throw InferenceErrors.CheckpointBeyond(Name, most - options.Warmup, options.Draws);
    }

    private string Name => tensors.Source is { } source ? $"The checkpoint in {source}" : "The checkpoint";

    private ChainState Chain(int c, int blocks)
    {
        var scalars = Numbers(c, "scalars");
        return new()
        {
            Step = (int)scalars[0],
            LogDensity = scalars[1],
            Position = Numbers(c, "position"),
            Blocks = [.. Enumerable.Range(0, blocks).Select(b => tensors.ContainsKey($"{c}/kernel {b}") ? Numbers(c, $"kernel {b}") : [])],
            Draws = tensors.ContainsKey($"{c}/draws") ? Numbers(c, "draws") : [],
            Statistics = tensors.ContainsKey($"{c}/statistics") ? Numbers(c, "statistics") : [],
        };
    }

    private double[] Numbers(int chain, string part) =>
        tensors.TryGetValue($"{chain}/{part}", out var tensor) ? tensor.ToArray() : throw InferenceErrors.CheckpointLacks(Name, $"{chain}/{part}");

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
