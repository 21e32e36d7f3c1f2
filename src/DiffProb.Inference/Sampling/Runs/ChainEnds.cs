namespace DiffProb;

/// <summary>Where a chain ended: what another run may begin with.</summary>
/// <param name="Position">Unconstrained numbers.</param>
/// <param name="StepSize">Length of its leapfrog steps.</param>
/// <param name="InverseMass">Its metric: the diagonal, or all of the matrix by rows.</param>
internal sealed record ChainEnd(double[] Position, double StepSize, double[] InverseMass);

/// <summary>Where the chains of a run ended.</summary>
/// <param name="Metric">The kind of their metrics.</param>
/// <param name="Chains">At least one.</param>
internal sealed record ChainEnds(MetricKind Metric, IReadOnlyList<ChainEnd> Chains);
