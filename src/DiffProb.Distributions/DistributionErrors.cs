using System.Globalization;

namespace DiffProb;

/// <summary>All messages of this project: what is wrong, where, and what to do.</summary>
internal static class DistributionErrors
{
    public static ValueException ParameterOutside(string where, DistributionParameter parameter, double number, string place) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{where}: {parameter.Name} must be {parameter.Support.Description}; it is {number:G10}{place}.\n"
        + $"  try a value that is {parameter.Support.Description}{Declaration(parameter.Support)}."));

    public static ShapeException ParametersDoNotBroadcast(string distribution, DistributionParameter[] parameters) => new(
        $"{distribution}: the shapes of its parameters do not broadcast: {string.Join(", ", parameters.Select(p => $"{p.Name} {p.Value.Shape}"))}.\n"
        + "  try shapes that are equal or 1, compared from the last dimension.");

    public static ShapeException ValueShape(Distribution distribution, Tensor value) => new(
        $"{distribution.Name}: an event has shape {distribution.Shape}, but the value has shape {value.Shape}.\n"
        + "  try a plate over the rows of the value, or parameters of its shape.");

    public static ValueException ParameterFault(string where, DistributionParameter parameter, string fault) => new(
        $"{where}: {parameter.Name} must be {parameter.Support.Description}; it is {fault}.\n"
        + $"  try a value that is {parameter.Support.Description}{Declaration(parameter.Support)}.");

    public static ValueException TransformOutside(Transform transform, string side, Support support, double number, string place) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{transform}: {side} must be {support.Description}; it is {number:G10}{place}."));

    public static ValueException TransformFault(Transform transform, string side, Support support, string fault) => new(
        $"{transform}: {side} must be {support.Description}; it is {fault}.");

    public static ValueException OnTheEdge(Support support, Tensor value) => new(
        $"Support: {value} lies on the edge of what is {support.Description}; no real number is mapped to it.\n  try a value inside.");

    public static ShapeException TransformShape(Transform transform, string side, int rank, Tensor value) => new(
        $"{transform}: an event of {side} has {rank} dimensions, but the value has shape {value.Shape}.");

    public static ShapeException TransformLength(Transform transform, Tensor value, int length) => new(
        $"{transform}: the last dimension must have {length} elements, but the value has shape {value.Shape}.");

    public static ShapeException NoTriangle(Transform transform, int length) => new(
        $"{transform}: {length} numbers fill no lower triangle: those of an N by N matrix are N (N + 1) / 2 with the diagonal, N (N - 1) / 2 without.");

    public static DiffProbException NoPermutation(int[] order) => new(
        $"Permute: the order must have each of 0 to {order.Length - 1} once; it is {string.Join(", ", order)}.");

    public static DiffProbException TransformsDoNotChain(Transform first, Support image, Transform next) => new(
        $"{first} gives values that are {image.Description}, but {next} takes values that are {next.Domain.Description}.\n  try a transform between the two, or another order.");

    public static DiffProbException OneOfThree(string distribution, string first, string second, string third) => new(
        $"{distribution}: exactly one of {first}, {second} and {third} must be given.\n  try {distribution}(loc, {third}: l), the cheapest.");

    public static ShapeException NeedsSquare(string distribution, string parameter, Shape shape) => new(
        $"{distribution}: {parameter} must be square matrices [..., N, N], but its shape is {shape}.");

    public static ShapeException MatrixDoesNotFit(string distribution, Tensor loc, DistributionParameter matrix) => new(
        $"{distribution}: loc of shape {loc.Shape} and {matrix.Name} of shape {matrix.Value.Shape} do not fit: [..., N] goes with [..., N, N].\n"
        + "  try a vector for loc, with as many elements as the matrix has rows.");

    public static ShapeException FactorDoesNotFit(Tensor loc, Tensor factor, Tensor diagonal) => new(
        $"LowRankMultivariateNormal: loc {loc.Shape}, factor {factor.Shape} and diagonal {diagonal.Shape} do not fit: [..., N] goes with [..., N, R] and [..., N].");

    public static ShapeException SidesDoNotFit(Tensor loc, Tensor rows, Tensor columns) => new(
        $"MatrixNormal: loc {loc.Shape}, rowScaleTril {rows.Shape} and columnScaleTril {columns.Shape} do not fit: [..., R, C] goes with [..., R, R] and [..., C, C].");

    public static ShapeException InputsDoNotFit(Tensor x, Tensor y) => new(
        $"CovarianceFunction: inputs must be numbers [N] or vectors [N, D] of one size; they have shapes {x.Shape} and {y.Shape}.");

    public static DiffProbException OutsideOfDomain(Distribution inner, Transform transform) => new(
        $"Transformed: draws of {inner.Name} are {inner.Support.Description}, but {transform} takes continuous values that are {transform.Domain.Description}.");

    public static DiffProbException NeedsCounts(string distribution, Distribution inner) => new(
        $"{distribution}: the base must count from 0, but values of {inner.Name} are {inner.Support.Description}.\n  try Poisson, NegativeBinomial or Binomial.");

    public static DiffProbException NeedsQuantiles(string distribution, Distribution inner) => new(
        $"{distribution}: the base must have quantiles, and {inner.Name} has none here.\n  try ZeroInflated, or a base that has Icdf.");

    public static DiffProbException NeedsNumbers(string distribution, Distribution inner, bool needsQuantiles) => new(
        $"{distribution}: the base must have a density on numbers, a cdf{(needsQuantiles ? " and quantiles" : "")}, and no probability at single points of a continuum; {inner.Name} of shape {inner.Shape} has not.\n"
        + $"  try another base{(needsQuantiles ? ", or a Rejection that accepts between the bounds" : "")}.");

    public static DiffProbException NeedsInterval(string distribution, Distribution inner) => new(
        $"{distribution}: values of {inner.Name} are {inner.Support.Description}, which is not known to be an interval that bounds can cut.\n"
        + $"  try the {distribution} of a simpler base, and a transform after it.");

    public static ValueException EmptyWindow(Distribution inner, Tensor low, Tensor high) => new(
        $"Truncated: {inner} has no more than 1e-290 of its probability from {low} to {high}.\n"
        + "  try bounds where its values lie, or for far tails TruncatedNormal and its like, which stay exact there.");

    public static DiffProbException HasPoints(string distribution, Distribution inner) => new(
        $"{distribution}: {inner.Name} has probability at its bounds, which is no density there.\n  try {inner.Name} of a {distribution}.");

    public static ShapeException RepeatsDraws(Distribution inner, Transform transform, Shape shape) => new(
        $"Transformed: {transform} makes events of shape {shape} of draws of {inner.Name}, which have shape {inner.Shape}: their elements would not be independent.\n"
        + $"  try parameters of {inner.Name} of the larger shape.");

    public static DiffProbException NoTransform(Support support) => new(
        $"There is no smooth map from the real line to values that are {support.Description}: {(support.IsDiscrete ? "the set is discrete" : "the set is not the image of all real numbers")}.");

    public static DiffProbException TwoParameterizations(string distribution, string first, string second) => new(
        $"{distribution}: exactly one of {first} and {second} must be given.\n  try {distribution}({first}: p) or {distribution}({second}: l).");

    public static ShapeException NeedsCategories(string distribution, DistributionParameter parameter) => new(
        $"{distribution}: {parameter.Name} must have a last dimension, one element for each category, but its shape is {parameter.Value.Shape}.\n  try a vector.");

    public static DiffProbException TooManyValues(Distribution distribution, long cardinality) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{distribution.Name} of shape {distribution.Shape} has {cardinality} values: too many to list.\n  try another estimator than Enumerate at this site."));

    public static DiffProbException NoDensity(Distribution distribution) => new(distribution.HasDensity
        ? $"{distribution.Name}: its density is known up to a factor only, the rate at which proposals are accepted.\n  try logRate, if that rate is known."
        : $"{distribution.Name}: its density is not known, for a draw is a blend of several.\n  try {distribution.StandsFor}, whose density is known up to a factor.");

    public static ShapeException AcceptanceShape(Distribution proposal, Shape given) => new(
        $"Rejection: logAcceptance must give one number for each independent part of a proposal, of shape {proposal.Parts}, but its result has shape {given}.\n"
        + "  try Sum(-1) over the elements of a vector.");

    public static DiffProbException SoftNeedsContinuum(Distribution proposal) => new(
        $"SoftRejection: a blend of draws of {proposal.Name} is no draw of it, for its support is discrete: {proposal.Support.Description}.\n  try Rejection.");

    public static DiffProbException AtLeast(string distribution, string what, int least, int given) => new(
        $"{distribution}: {what} must be at least {least}; it is {given}.");

    public static DiffProbException NoComponents() => new("Mixture: there is no component.\n  try at least one distribution, and one weight for each.");

    public static ShapeException ComponentCount(DistributionParameter weights, int components) => new(
        $"Mixture: {weights.Name} has shape {weights.Value.Shape}, weights of {weights.Value.Shape[^1]} components, but {components} are given.\n"
        + "  try one weight along the last dimension for each component.");

    public static DiffProbException ComponentsDiffer(Distribution[] components) => new(
        $"Mixture: components must be all discrete or all continuous, of events with the same number of dimensions; they are {string.Join(", ", components.Select(c => $"{c.Name} of shape {c.Shape}, {c.Support.Description}"))}.\n"
        + "  try a site for the index of the component, and one site for each component.");

    public static DiffProbException ComponentWithoutDensity(Distribution component) => new(
        $"Mixture: the density of each component must be known, and that of {component.Name} is {(component.HasDensity ? "known up to a factor only" : "not")}.\n"
        + "  try a site for the index of the component, and one site for each component; or the logRate of a Rejection, if it is known.");

    public static ShapeException FamilyDoesNotFit(Distribution family, int count) => new(
        $"Mixture.Along: the last dimension of the family must have the {count} components of the weights, but {family.Name} has shape {family.Shape}.\n"
        + $"  try parameters of shape [..., {count}], or a list of components.");

    public static DiffProbException NoDivergence(Distribution p, Distribution q) => new(
        $"Divergence.Kl: no closed form is known for {p.Name} from {q.Name}.\n"
        + "  try an estimate, which says how good it is: a program that samples x from p and has the cost p.LogProb(x) - q.LogProb(x).");

    public static ShapeException EventsDiffer(Distribution p, Distribution q) => new(
        $"Divergence.Kl: events of {p.Name} have shape {p.Shape}, but those of {q.Name} have shape {q.Shape}: neither broadcasts to the other.\n"
        + "  try parameters of one shape.");

    private static string Declaration(Support support) =>
        support.Code is { } code ? $", or declare the parameter that feeds it with paramOn {code}" : "";

    /// <summary>Where number i of a tensor lies, as in " (row [4] of plate "school") (element [1, 2] of shape [3, 4])".</summary>
    internal static string Place(Tensor tensor, int index)
    {
        var visible = Math.Max(1, tensor.Shape.Size);
        var plates = string.Join(", ", tensor.Axes.Select(a => $"\"{a.Name}\""));
        return (tensor.Axes.Count == 0 ? "" : $" (row [{index / visible}] of plate {plates})") + Element(tensor.Shape, index % visible);
    }

    /// <summary>Where an element lies, as in " (element [4] of shape [8])"; nothing for a scalar.</summary>
    internal static string Element(Shape shape, int index)
    {
        if (shape.Rank == 0)
        {
            return "";
        }

        var at = new int[shape.Rank];
        for (var d = shape.Rank - 1; d >= 0; d--)
        {
            at[d] = index % shape[d];
            index /= shape[d];
        }

        return $" (element [{string.Join(", ", at)}] of shape {shape})";
    }
}
