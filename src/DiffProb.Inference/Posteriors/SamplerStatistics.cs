namespace DiffProb;

/// <summary>Names of what Hamiltonian samplers tell of each draw, as Stan calls them (there they end in __).</summary>
public static class SamplerStatistics
{
    /// <summary>Mean acceptance probability along the trajectory.</summary>
    public const string AcceptStat = "accept_stat";

    /// <summary>Step size, in unconstrained space.</summary>
    public const string StepSize = "stepsize";

    /// <summary>Depth of the trajectory's tree.</summary>
    public const string TreeDepth = "treedepth";

    /// <summary>Number of leapfrog steps.</summary>
    public const string LeapfrogSteps = "n_leapfrog";

    /// <summary>1 where the trajectory diverged, 0 elsewhere.</summary>
    public const string Divergent = "divergent";

    /// <summary>Hamiltonian, in nats.</summary>
    public const string Energy = "energy";

    /// <summary>Log density of the joint on the unconstrained space, up to a constant, in nats.</summary>
    public const string LogDensity = "lp";

    /// <summary>Of slice sampling: log densities evaluated.</summary>
    public const string Evaluations = "n_evaluations";

    /// <summary>Of slice sampling: mean width of the first intervals.</summary>
    public const string Width = "width";

    /// <summary>Of a random walk: scale of its steps; of whole numbers, the mean that is added to 1.</summary>
    public const string Scale = "scale";

    /// <summary>Of Gibbs sampling: the share of events whose value changed.</summary>
    public const string Moved = "moved";

    /// <summary>Those of a Hamiltonian kernel, in the order in which chains keep them.</summary>
    internal static readonly string[] Hamiltonian = [AcceptStat, StepSize, TreeDepth, LeapfrogSteps, Divergent, Energy];

    /// <summary>Those of a run of one Hamiltonian kernel.</summary>
    internal static readonly string[] All = [.. Hamiltonian, LogDensity];

    /// <summary>Those of a kernel among others, as in "accept_stat(x)", by the first site that it moves; as they are where it has no label.</summary>
    internal static string[] OfKernel(string[] names, string? label) => label is null ? names : Array.ConvertAll(names, n => $"{n}({label})");
}
