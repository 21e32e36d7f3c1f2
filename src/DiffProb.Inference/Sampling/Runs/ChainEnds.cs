namespace DiffProb;

/// <summary>Where a chain ended: what another run may begin with.</summary>
/// <param name="Position">Unconstrained numbers, then those of discrete sites.</param>
/// <param name="Tuned">What each kernel learnt: step size and metric, scales, widths.</param>
internal sealed record ChainEnd(double[] Position, double[][] Tuned);

/// <summary>Where the chains of a run ended.</summary>
/// <param name="Metric">The kind of their metrics.</param>
/// <param name="Kernels">Their kernels in words; "" for one Hamiltonian kernel of all sites.</param>
/// <param name="Chains">At least one.</param>
internal sealed record ChainEnds(MetricKind Metric, string Kernels, IReadOnlyList<ChainEnd> Chains);
