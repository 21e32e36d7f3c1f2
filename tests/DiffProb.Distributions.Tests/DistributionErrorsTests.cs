using System.Reflection;

namespace DiffProb;

/// <summary>Every message, as a user meets it: what is wrong, where, and what to do.</summary>
public class DistributionErrorsTests
{
    public static Dictionary<string, Func<Exception>> Mistakes => new()
    {
        ["ParameterOutside"] = () => Assert.Throws<ValueException>(() => new Normal(0.0, -0.3).LogProb(0.0)),
        ["ParametersDoNotBroadcast"] = () => Assert.Throws<ShapeException>(() => new Normal(new[] { 0.0, 1.0 }, new[] { 1.0, 2.0, 3.0 })),
        ["ValueShape"] = () => Assert.Throws<ShapeException>(() => new Normal(0.0, 1.0).LogProb(new[] { 0.0, 1.0 })),
        ["NoDivergence"] = () => Assert.Throws<DiffProbException>(() => Divergence.Kl(new Cauchy(0.0, 1.0), new StudentT(3.0, 0.0, 1.0))),
        ["EventsDiffer"] = () => Assert.Throws<ShapeException>(() => Divergence.Kl(new Normal(new[] { 0.0, 1.0 }, 1.0), new Normal(new[] { 0.0, 1.0, 2.0 }, 1.0))),
        ["NoTransform"] = () => Assert.Throws<DiffProbException>(() => Support.Boolean.ToConstrained(0.0)),
        ["TwoParameterizations"] = () => Assert.Throws<DiffProbException>(() => new Bernoulli(probs: 0.5, logits: 0.0)),
        ["NeedsCategories"] = () => Assert.Throws<ShapeException>(() => new Categorical(probs: 0.5)),
        ["ParameterFault"] = () => Assert.Throws<ValueException>(() => new MultivariateNormal(new[] { 0.0, 0.0 }, covariance: new[,] { { 1.0, 0.5 }, { 0.25, 1.0 } }).Validate("Site \"w\"")),
        ["OneOfThree"] = () => Assert.Throws<DiffProbException>(() => new MultivariateNormal(new[] { 0.0 })),
        ["NeedsSquare"] = () => Assert.Throws<ShapeException>(() => new MultivariateNormal(new[] { 0.0, 0.0 }, scaleTril: new[] { 1.0, 1.0 })),
        ["MatrixDoesNotFit"] = () => Assert.Throws<ShapeException>(() => new MultivariateNormal(new[] { 0.0, 0.0, 0.0 }, scaleTril: new[,] { { 1.0, 0.0 }, { 0.5, 1.0 } })),
        ["FactorDoesNotFit"] = () => Assert.Throws<ShapeException>(() => new LowRankMultivariateNormal(new[] { 0.0, 0.0 }, new[,] { { 1.0 } }, new[] { 1.0, 1.0 })),
        ["SidesDoNotFit"] = () => Assert.Throws<ShapeException>(() => new MatrixNormal(Tensor.Zeros(Shape.Of(2, 3)), new[,] { { 1.0 } }, new[,] { { 1.0 } })),
        ["InputsDoNotFit"] = () => Assert.Throws<ShapeException>(() => CovarianceFunction.Linear(1.0).Between(new[] { 1.0 }, new[,] { { 1.0, 2.0 } })),
        ["OutsideOfDomain"] = () => Assert.Throws<DiffProbException>(() => new Transformed(new Normal(0.0, 1.0), Transform.Log)),
        ["NeedsCounts"] = () => Assert.Throws<DiffProbException>(() => new ZeroInflated(new Normal(0.0, 1.0), 0.5)),
        ["NeedsQuantiles"] = () => Assert.Throws<DiffProbException>(() => new Hurdle(new Mixture(new[] { 0.5, 0.5 }, new Poisson(1.0), new Poisson(2.0)), 0.5)),
        ["TransformOutside"] = () => Assert.Throws<ValueException>(() => Transform.Log.Forward(new[] { 2.0, -1.0 })),
        ["TransformFault"] = () => Assert.Throws<ValueException>(() => Transform.StickBreaking.Inverse(new[] { 0.5, 0.25 })),
        ["OnTheEdge"] = () => Assert.Throws<ValueException>(() => Support.UnitInterval.ToUnconstrained(1.0)),
        ["NeedsNumbers"] = () => Assert.Throws<DiffProbException>(() => new Truncated(new Mixture(new[] { 0.5, 0.5 }, new Normal(0.0, 1.0), new Normal(1.0, 1.0)), 0.0, 1.0)),
        ["NeedsInterval"] = () => Assert.Throws<DiffProbException>(() => new Truncated(new Transformed(new Uniform(-1.0, 2.0), Transform.Exp), 0.5, 1.0)),
        ["EmptyWindow"] = () => Assert.Throws<ValueException>(() => new Truncated(new Exponential(1.0), -3.0, -1.0)),
        ["HasPoints"] = () => Assert.Throws<DiffProbException>(() => new Transformed(new Censored(new Normal(0.0, 1.0), 0.0, 1.0), Transform.Exp)),
        ["RepeatsDraws"] = () => Assert.Throws<ShapeException>(() => new Transformed(new Normal(0.0, 1.0), Transform.Affine(new[] { 1.0, 2.0 }, 1.0))),
        ["TransformShape"] = () => Assert.Throws<ShapeException>(() => Transform.StickBreaking.Forward(1.0)),
        ["TransformLength"] = () => Assert.Throws<ShapeException>(() => Transform.Permute(1, 0).Forward(new[] { 1.0, 2.0, 3.0 })),
        ["NoTriangle"] = () => Assert.Throws<ShapeException>(() => Transform.LowerCholesky.Forward(new[] { 1.0, 2.0 })),
        ["NoPermutation"] = () => Assert.Throws<DiffProbException>(() => Transform.Permute(0, 2)),
        ["TransformsDoNotChain"] = () => Assert.Throws<DiffProbException>(() => Transform.Affine(0.0, 1.0).Then(Transform.Log)),
        ["NoDensity"] = () => Assert.Throws<DiffProbException>(() => new Rejection(new Normal(0.0, 1.0), z => -z.Square()).LogProb(0.0)),
        ["AcceptanceShape"] = () => Assert.Throws<ShapeException>(() => new Rejection(new Normal(0.0, 1.0), z => -z.Unsqueeze(0))),
        ["SoftNeedsContinuum"] = () => Assert.Throws<DiffProbException>(() => new SoftRejection(new Poisson(1.0), z => -z, 0.1)),
        ["AtLeast"] = () => Assert.Throws<DiffProbException>(() => new Rejection(new Normal(0.0, 1.0), z => -z.Square(), most: 0)),
        ["NoComponents"] = () => Assert.Throws<DiffProbException>(() => new Mixture(new[] { 1.0 })),
        ["ComponentCount"] = () => Assert.Throws<ShapeException>(() => new Mixture(new[] { 0.5, 0.5 }, new Normal(0.0, 1.0))),
        ["ComponentsDiffer"] = () => Assert.Throws<DiffProbException>(() => new Mixture(new[] { 0.5, 0.5 }, new Normal(0.0, 1.0), new Poisson(2.0))),
        ["ComponentWithoutDensity"] = () => Assert.Throws<DiffProbException>(
            () => new Mixture(new[] { 0.5, 0.5 }, new Normal(0.0, 1.0), new Rejection(new Normal(0.0, 2.0), x => -0.375 * x.Square()))),
        ["FamilyDoesNotFit"] = () => Assert.Throws<ShapeException>(() => Mixture.Along(new Normal(new[] { 0.0, 1.0, 2.0 }, 1.0), probs: new[] { 0.5, 0.5 })),
        ["TooManyValues"] = () => Assert.Throws<DiffProbException>(() => new Bernoulli(probs: Tensor.Ones(Shape.Of(30))).EnumerateSupport()),
    };

    private static readonly Dictionary<string, string> Expected = new()
    {
        ["ParameterOutside"] = "Normal: scale must be positive; it is -0.3.\n  try a value that is positive, or declare the parameter that feeds it with paramOn Support.Positive.",
        ["ParametersDoNotBroadcast"] = "Normal: the shapes of its parameters do not broadcast: loc [2], scale [3].\n  try shapes that are equal or 1, compared from the last dimension.",
        ["ValueShape"] = "Normal: an event has shape [], but the value has shape [2].\n  try a plate over the rows of the value, or parameters of its shape.",
        ["NoDivergence"] = "Divergence.Kl: no closed form is known for Cauchy from StudentT.\n  try an estimate, which says how good it is: a program that samples x from p and has the cost p.LogProb(x) - q.LogProb(x).",
        ["EventsDiffer"] = "Divergence.Kl: events of Normal have shape [2], but those of Normal have shape [3]: neither broadcasts to the other.\n  try parameters of one shape.",
        ["NoTransform"] = "There is no smooth map from the real line to values that are 0 or 1: the set is discrete.",
        ["TwoParameterizations"] = "Bernoulli: exactly one of probs and logits must be given.\n  try Bernoulli(probs: p) or Bernoulli(logits: l).",
        ["NeedsCategories"] = "Categorical: probs must have a last dimension, one element for each category, but its shape is [].\n  try a vector.",
        ["ParameterFault"] = "Site \"w\": covariance must be a symmetric positive definite matrix; it is not symmetric: element [0, 1] is 0.5 and element [1, 0] is 0.25 (try 0.5 * (x + x.Transpose())).\n  try a value that is a symmetric positive definite matrix, or declare the parameter that feeds it with paramOn Support.PositiveDefinite.",
        ["OneOfThree"] = "MultivariateNormal: exactly one of covariance, precision and scaleTril must be given.\n  try MultivariateNormal(loc, scaleTril: l), the cheapest.",
        ["NeedsSquare"] = "MultivariateNormal: scaleTril must be square matrices [..., N, N], but its shape is [2].",
        ["MatrixDoesNotFit"] = "MultivariateNormal: loc of shape [3] and scaleTril of shape [2, 2] do not fit: [..., N] goes with [..., N, N].\n  try a vector for loc, with as many elements as the matrix has rows.",
        ["FactorDoesNotFit"] = "LowRankMultivariateNormal: loc [2], factor [1, 1] and diagonal [2] do not fit: [..., N] goes with [..., N, R] and [..., N].",
        ["SidesDoNotFit"] = "MatrixNormal: loc [2, 3], rowScaleTril [1, 1] and columnScaleTril [1, 1] do not fit: [..., R, C] goes with [..., R, R] and [..., C, C].",
        ["InputsDoNotFit"] = "CovarianceFunction: inputs must be numbers [N] or vectors [N, D] of one size; they have shapes [1] and [1, 2].",
        ["OutsideOfDomain"] = "Transformed: draws of Normal are a real number, but Log takes continuous values that are positive.",
        ["NeedsCounts"] = "ZeroInflated: the base must count from 0, but values of Normal are a real number.\n  try Poisson, NegativeBinomial or Binomial.",
        ["NeedsQuantiles"] = "Hurdle: the base must have quantiles, and Mixture has none here.\n  try ZeroInflated, or a base that has Icdf.",
        ["TransformOutside"] = "Log: x must be positive; it is -1 (element [1] of shape [2]).",
        ["TransformFault"] = "StickBreaking: y must be at least 0 with sum 1; it is of sum 0.75 (divide it by its sum).",
        ["OnTheEdge"] = "Support: 1 lies on the edge of what is between 0 and 1; no real number is mapped to it.\n  try a value inside.",
        ["NeedsNumbers"] = "Truncated: the base must have a density on numbers, a cdf and quantiles, and no probability at single points of a continuum; Mixture of shape [] has not.\n  try another base, or a Rejection that accepts between the bounds.",
        ["NeedsInterval"] = "Truncated: values of Transformed are Exp of values that are between -1 and 2, which is not known to be an interval that bounds can cut.\n  try the Truncated of a simpler base, and a transform after it.",
        ["EmptyWindow"] = "Truncated: Exponential(rate: 1) has no more than 1e-290 of its probability from -3 to -1.\n  try bounds where its values lie, or for far tails TruncatedNormal and its like, which stay exact there.",
        ["HasPoints"] = "Transformed: Censored has probability at its bounds, which is no density there.\n  try Censored of a Transformed.",
        ["RepeatsDraws"] = "Transformed: Affine(loc: [1, 2], scale: 1) makes events of shape [2] of draws of Normal, which have shape []: their elements would not be independent.\n  try parameters of Normal of the larger shape.",
        ["TransformShape"] = "StickBreaking: an event of x has 1 dimensions, but the value has shape [].",
        ["TransformLength"] = "Permute(1, 0): the last dimension must have 2 elements, but the value has shape [3].",
        ["NoTriangle"] = "LowerCholesky: 2 numbers fill no lower triangle: those of an N by N matrix are N (N + 1) / 2 with the diagonal, N (N - 1) / 2 without.",
        ["NoPermutation"] = "Permute: the order must have each of 0 to 1 once; it is 0, 2.",
        ["TransformsDoNotChain"] = "Affine(loc: 0, scale: 1) gives values that are a real number, but Log takes values that are positive.\n  try a transform between the two, or another order.",
        ["NoDensity"] = "Rejection: its density is known up to a factor only, the rate at which proposals are accepted.\n  try logRate, if that rate is known.",
        ["AcceptanceShape"] = "Rejection: logAcceptance must give one number for each independent part of a proposal, of shape [], but its result has shape [1].\n  try Sum(-1) over the elements of a vector.",
        ["SoftNeedsContinuum"] = "SoftRejection: a blend of draws of Poisson is no draw of it, for its support is discrete: a whole number of at least 0.\n  try Rejection.",
        ["AtLeast"] = "Rejection: most must be at least 1; it is 0.",
        ["NoComponents"] = "Mixture: there is no component.\n  try at least one distribution, and one weight for each.",
        ["ComponentCount"] = "Mixture: probs has shape [2], weights of 2 components, but 1 are given.\n  try one weight along the last dimension for each component.",
        ["ComponentsDiffer"] = "Mixture: components must be all discrete or all continuous, of events with the same number of dimensions; they are Normal of shape [], a real number, Poisson of shape [], a whole number of at least 0.\n  try a site for the index of the component, and one site for each component.",
        ["ComponentWithoutDensity"] = "Mixture: the density of each component must be known, and that of Rejection is known up to a factor only.\n  try a site for the index of the component, and one site for each component; or the logRate of a Rejection, if it is known.",
        ["FamilyDoesNotFit"] = "Mixture.Along: the last dimension of the family must have the 2 components of the weights, but Normal has shape [3].\n  try parameters of shape [..., 2], or a list of components.",
        ["TooManyValues"] = "Bernoulli of shape [30] has 1073741824 values: too many to list.\n  try another estimator than Enumerate at this site.",
    };

    public static TheoryData<string> Names => [.. Mistakes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Message(string mistake) => Assert.Equal(Expected[mistake], Mistakes[mistake]().Message);

    [Fact]
    public void Every_message_is_tested()
    {
        var messages = typeof(DistributionErrors).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(m => m.ReturnType.IsAssignableTo(typeof(Exception)));
        Assert.Equal(Mistakes.Keys.Order(), messages.Select(m => m.Name).Order());
    }

    [Fact]
    public void None_of_two_parameters_is_as_wrong_as_both()
    {
        Assert.All<Action>(
            [() => _ = new Bernoulli(), () => _ = new Geometric(), () => _ = new Categorical(), () => _ = new OneHotCategorical()],
            make => Assert.Contains("exactly one of probs and logits", Assert.Throws<DiffProbException>(make).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_element_is_named_by_its_place()
    {
        var scale = new double[8];
        Array.Fill(scale, 1.0);
        scale[4] = -0.3;
        var message = Assert.Throws<ValueException>(() => new Normal(Tensor.Scalar(0.0), scale).Validate("site \"hit\"")).Message;
        Assert.StartsWith("site \"hit\": scale must be positive; it is -0.3 (element [4] of shape [8]).", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_a_plate_is_named_by_its_place()
    {
        var school = new Axis("school", 3, AxisRole.Plate);
        var scale = Tensor.Constant(Shape.Scalar, new Storage<double>([1.0, -2.0, 1.0]), Axes.Of(school));
        var message = Assert.Throws<ValueException>(() => new Normal(Tensor.Scalar(0.0), scale).Validate("site \"y\"")).Message;
        Assert.StartsWith("site \"y\": scale must be positive; it is -2 (row [1] of plate \"school\").", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_upper_end_of_a_uniform_must_lie_above_the_lower_one()
    {
        var message = Assert.Throws<ValueException>(() => new Uniform(new[] { 0.0, 1.0, 5.0 }, Tensor.Scalar(2.0)).LogProb(1.0)).Message;
        Assert.StartsWith("Uniform: high must be above [0, 1, 5]; it is 2 (element [2] of shape [3]).", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_zero_in_a_whole_row_are_refused() =>
        Assert.StartsWith(
            "Categorical: probs must be at least 0, and not 0 in a whole row; it is 0 (element [1, 0] of shape [2, 2]).",
            Assert.Throws<ValueException>(() => new Categorical(probs: new[,] { { 0.5, 0.5 }, { 0.0, 0.0 } }).Sample(1)).Message,
            StringComparison.Ordinal);
}
