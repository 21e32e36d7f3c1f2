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

    /// <summary>All of them, in the order in which chains keep them.</summary>
    internal static readonly string[] All = [AcceptStat, StepSize, TreeDepth, LeapfrogSteps, Divergent, Energy, LogDensity];

    /// <summary>Place of <see cref="Divergent"/> among all.</summary>
    internal static readonly int DivergentPlace = Array.IndexOf(All, Divergent);
}
