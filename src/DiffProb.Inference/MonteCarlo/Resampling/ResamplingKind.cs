namespace DiffProb;

/// <summary>How particles are chosen in proportion to their weights. All are unbiased: each is chosen as often on average as its weight says.</summary>
/// <remarks>Source: Douc, Cappé, Moulines (2005), "Comparison of resampling schemes for particle filtering", arXiv cs/0507025.</remarks>
public enum ResamplingKind
{
    /// <summary>One uniform number, and a comb of equal steps from it: as a rule the least noise, and the quickest.</summary>
    Systematic,

    /// <summary>A uniform number in each of as many equal strata: never more noise than independent choices.</summary>
    Stratified,

    /// <summary>As many copies as the weight holds whole ones, and independent choices for what is left.</summary>
    Residual,

    /// <summary>Independent choices.</summary>
    Multinomial,
}
