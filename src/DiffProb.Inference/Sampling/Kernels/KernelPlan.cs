namespace DiffProb;

/// <summary>Which numbers of a program's position each kernel of a run moves.</summary>
internal sealed class KernelPlan
{
    private KernelPlan(KernelPart[] parts, DiscreteCoordinates[] discrete, int dimension) => (Parts, Discrete, Dimension) = (parts, discrete, dimension);

    /// <summary>In the order in which they move.</summary>
    public KernelPart[] Parts { get; }

    /// <summary>The discrete sites that are part of the position.</summary>
    public DiscreteCoordinates[] Discrete { get; }

    /// <summary>Length of a position.</summary>
    public int Dimension { get; }

    /// <summary>Whether a part needs gradients.</summary>
    public bool NeedsGradient => Array.Exists(Parts, p => p.IsHamiltonian);

    /// <summary>The kernels of a run.</summary>
    /// <exception cref="DiffProbException">A name is none of a site, comes twice or is missing, or a kernel cannot move a site.</exception>
    public static KernelPlan Of(ConditionedProgram program, SamplerOptions options)
    {
        if (options.Kernel is not { } kernel)
        {
            var kind = options.Kind == SamplerKind.Nuts ? MarkovKernelKind.Nuts : MarkovKernelKind.Hmc;
            return new([new(kind, null, [.. Enumerable.Range(0, program.Dimension)], options.TrajectoryLength, [])], [], program.Dimension);
        }

        CheckNames(program, kernel);
        var coordinates = program.Coordinates.ToDictionary(c => c.Item1, c => (Offset: c.Item2, Size: c.Item3));
        MarkovKernel[] single = [.. kernel.Kind == MarkovKernelKind.Cycle ? kernel.Parts : [kernel]];
        KernelPart[] parts = [.. single.SelectMany(k => PartsOf(program, k, coordinates))];
        return new(parts, [.. parts.SelectMany(p => p.Sites)], program.Dimension);
    }

    private static void CheckNames(ConditionedProgram program, MarkovKernel kernel)
    {
        var named = new HashSet<string>();
        foreach (var name in kernel.Sites)
        {
            if (!program.Sites.Contains(name))
            {
                throw InferenceErrors.KernelNoSuchSite(name, program.Sites);
            }

            if (!named.Add(name))
            {
                throw InferenceErrors.KernelNamesTwice(name);
            }
        }

        string[] left = [.. program.Coordinates.Select(c => c.Item1).Where(n => !named.Contains(n))];
        if (left.Length > 0)
        {
            throw InferenceErrors.KernelLeavesOut(left);
        }
    }

    // A random walk is two: on the continuous sites together, and on each number of the discrete ones.
    private static IEnumerable<KernelPart> PartsOf(ConditionedProgram program, MarkovKernel kernel, Dictionary<string, (int Offset, int Size)> coordinates)
    {
        string[] continuous = [.. kernel.Sites.Where(program.IsContinuous)];
        string[] discrete = [.. kernel.Sites.Where(s => !program.IsContinuous(s))];
        foreach (var name in kernel.Sites)
        {
            Check(program, kernel, name);
        }

        if (continuous.Length > 0)
        {
            yield return new(kernel.Kind, continuous[0], [.. continuous.SelectMany(Places)], kernel.Length, []);
        }

        if (discrete.Length > 0)
        {
            var sites = discrete.Select(name => new DiscreteCoordinates(
                name,
                coordinates[name].Offset,
                coordinates[name].Size,
                program.EventSize(name),
                program.ValuesOf(name),
                kernel.Kind == MarkovKernelKind.Gibbs && program.HasConditional(name)));
            yield return new(kernel.Kind, discrete[0], [.. discrete.SelectMany(Places)], 0.0, [.. sites]);
        }

        IEnumerable<int> Places(string name) => Enumerable.Range(coordinates[name].Offset, coordinates[name].Size);
    }

    private static void Check(ConditionedProgram program, MarkovKernel kernel, string name)
    {
        var isContinuous = program.IsContinuous(name);
        switch (kernel.Kind)
        {
            case MarkovKernelKind.Nuts or MarkovKernelKind.Hmc or MarkovKernelKind.Slice when !isContinuous:
                throw InferenceErrors.KernelOfContinuous(kernel.Kind.ToString(), name);
            case MarkovKernelKind.Nuts or MarkovKernelKind.Hmc when program.Jumps(name):
                throw InferenceErrors.KernelAtJump(kernel.Kind.ToString(), name);
            case MarkovKernelKind.Gibbs when isContinuous:
                throw InferenceErrors.GibbsOfContinuous(name);
            case MarkovKernelKind.Gibbs when program.ValuesOf(name) is null:
                throw InferenceErrors.GibbsOfMany(name, program.SupportOf(name).Description);
            case MarkovKernelKind.RandomWalk when !isContinuous && program.SupportOf(name) is not (IntegerRange or Counts or WholeNumbers):
                throw InferenceErrors.WalkOfVectors(name, program.SupportOf(name).Description);
            default:
                break;
        }
    }
}
