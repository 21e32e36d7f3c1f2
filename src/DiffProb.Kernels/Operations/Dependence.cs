namespace DiffProb;

/// <summary>How an expression depends on a value, as a lattice from the mildest to the harshest; a path takes its worst step.</summary>
/// <remarks>It decides which gradient estimators are valid: see docs/design.md, section 5.</remarks>
public enum Dependence
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Affine with everything else fixed: sums, scaling, products with what does not depend on it.</summary>
    Affine,

    /// <summary>Infinitely differentiable.</summary>
    Smooth,

    /// <summary>Continuous, and differentiable almost everywhere: abs, max, clamp.</summary>
    Kinked,

    /// <summary>Discontinuous: comparisons, rounding, the condition of where, an index.</summary>
    Step,
}
