namespace DiffProb;

/// <summary>How a Markov chain moves some sites, while all others stay; or several of these, one after the other. Immutable.</summary>
/// <remarks>
/// Each leaves the posterior unchanged, and so does a cycle of them (Tierney 1994, section 2.4). In a run each continuous site is moved by one kernel. Discrete sites
/// of finite support that no kernel names are summed out.
/// </remarks>
public sealed class MarkovKernel
{
    private MarkovKernel(MarkovKernelKind kind, string[] sites) => (Kind, Sites) = (kind, Array.AsReadOnly(sites));

    /// <summary>Names of the sites that it moves, in order; of a cycle, of all its parts.</summary>
    public IReadOnlyList<string> Sites { get; }

    internal MarkovKernelKind Kind { get; }

    /// <summary>Length of a trajectory of HMC.</summary>
    internal double Length { get; private init; }

    /// <summary>The parts of a cycle, none of which is a cycle; itself where it is none.</summary>
    internal IReadOnlyList<MarkovKernel> Parts { get; private init; } = [];

    /// <summary>The no-U-turn sampler, with step size and metric of its own: continuous sites in which the density is differentiable.</summary>
    /// <param name="sites">Names of sites, at least one.</param>
    /// <exception cref="ValueException">There is no name.</exception>
    public static MarkovKernel Nuts(params string[] sites) => Of(MarkovKernelKind.Nuts, "Nuts", sites);

    /// <summary>Hamiltonian Monte Carlo along trajectories of one length.</summary>
    /// <param name="length">Length in units of time of unit mass, positive: 2π goes around a normal distribution once.</param>
    /// <param name="sites">Names of sites, at least one.</param>
    /// <exception cref="ValueException">There is no name, or the length is not positive.</exception>
    public static MarkovKernel Hmc(double length, params string[] sites)
    {
        if (!(length > 0.0 && double.IsFinite(length)))
        {
            throw InferenceErrors.OptionOutside("Hmc: length", "positive", length);
        }

        var kernel = Of(MarkovKernelKind.Hmc, "Hmc", sites);
        return new(kernel.Kind, [.. kernel.Sites]) { Length = length };
    }

    /// <summary>Slice sampling, number by number, by stepping out and shrinkage: continuous sites of any density, which needs no derivative.</summary>
    /// <remarks><para><b>Source</b>: Neal (2003), Annals of Statistics 31, figures 3 and 5. Widths are learnt in warmup.</para></remarks>
    /// <param name="sites">Names of sites, at least one.</param>
    /// <exception cref="ValueException">There is no name.</exception>
    public static MarkovKernel Slice(params string[] sites) => Of(MarkovKernelKind.Slice, "Slice", sites);

    /// <summary>Random walk Metropolis: continuous sites together, by normal steps whose scale and covariance are learnt in warmup; discrete sites number by number, up or down.</summary>
    /// <remarks><para><b>Source</b>: Metropolis et al. (1953); acceptance 0.234, and 0.44 for one number: Roberts, Gelman and Gilks (1997).</para></remarks>
    /// <param name="sites">Names of sites, at least one.</param>
    /// <exception cref="ValueException">There is no name.</exception>
    public static MarkovKernel RandomWalk(params string[] sites) => Of(MarkovKernelKind.RandomWalk, "RandomWalk", sites);

    /// <summary>Gibbs sampling: discrete sites of finite support, each drawn from its law given all else; all rows of a plate at once, where they do not depend on each other.</summary>
    /// <remarks><para><b>Source</b>: Geman and Geman (1984).</para></remarks>
    /// <param name="sites">Names of sites, at least one.</param>
    /// <exception cref="ValueException">There is no name.</exception>
    public static MarkovKernel Gibbs(params string[] sites) => Of(MarkovKernelKind.Gibbs, "Gibbs", sites);

    /// <summary>One kernel after the other, in each step of the chain.</summary>
    /// <param name="kernels">At least one.</param>
    /// <exception cref="ValueException">There is none.</exception>
    public static MarkovKernel Cycle(params MarkovKernel[] kernels)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        if (kernels.Length == 0)
        {
            throw InferenceErrors.CycleEmpty();
        }

        MarkovKernel[] parts = [.. kernels.SelectMany(k => k.Kind == MarkovKernelKind.Cycle ? k.Parts : [k])];
        return new(MarkovKernelKind.Cycle, [.. parts.SelectMany(p => p.Sites)]) { Parts = parts };
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        MarkovKernelKind.Cycle => string.Join(", then ", Parts),
        MarkovKernelKind.Hmc => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Hmc of length {Length} of {string.Join(", ", Sites)}"),
        _ => $"{Kind} of {string.Join(", ", Sites)}",
    };

    private static MarkovKernel Of(MarkovKernelKind kind, string word, string[] sites)
    {
        ArgumentNullException.ThrowIfNull(sites);
        return sites.Length == 0 ? throw InferenceErrors.KernelWithoutSites(word) : new(kind, [.. sites]);
    }
}

/// <summary>Kinds of kernels.</summary>
internal enum MarkovKernelKind
{
    Nuts,
    Hmc,
    Slice,
    RandomWalk,
    Gibbs,
    Cycle,
}
