using System.Globalization;

namespace DiffProb;

/// <summary>All messages of this project: what is wrong, where, and what to do.</summary>
internal static class InferenceErrors
{
    public static ValueException OptionOutside(string field, string rule, double value) => new(
        string.Create(CultureInfo.InvariantCulture, $"{field} must be {rule}, but it is {value}."));

    public static ValueException MetricUnknown(MetricKind kind) => new(
        $"There is no metric {kind}.\n  try MetricKind.Diagonal or MetricKind.Dense.");

    public static DiffProbException MetricNotPositive(int coordinate) => new(
        $"The covariance that was learnt in warmup is not positive definite in number {coordinate} of the position: two numbers move as one.\n"
        + "  try a longer warmup, the diagonal metric, or a program without what its other sites determine.");

    public static DiffProbException NothingContinuous(IEnumerable<string> names) => new(
        $"The program has no continuous site that is left open: there is nothing for gradients to move. It has: {string.Join(", ", names)}.\n"
        + "  try Mcmc with a kernel such as Gibbs, or Expectation.value on a program with costs, which sums over discrete sites exactly.");

    public static DiffProbException StartNotFinite(int chain, int attempts, double radius, double density, string fault) => new(
        string.Create(CultureInfo.InvariantCulture, $"Chain {chain} has nowhere to begin: at each of {attempts} points within {radius} of 0 on the unconstrained space the log density was not finite. At the last it is {density}, by {fault}\n")
        + "  try priors that keep that site where its density is finite, data inside of its support, or a smaller radius of the beginnings.");

    public static DiffProbException StartWithoutGradient(int chain, int attempts, double radius) => new(
        string.Create(CultureInfo.InvariantCulture, $"Chain {chain} has nowhere to begin: at the last of {attempts} points within {radius} of 0 on the unconstrained space the log density is finite, but its gradient is not.\n")
        + "  try a program without powers, roots and quotients at 0, or a smaller radius of the beginnings.");

    public static DiffProbException StepSizeUnbounded() => new(
        "The log density does not fall off anywhere: leapfrog steps of any length are accepted, so that there is no posterior to draw from.\n"
        + "  try proper priors: a site whose density integrates to 1 in place of a constant factor.");

    public static DiffProbException StepSizeVanishes() => new(
        "No leapfrog step is short enough to be accepted: the log density jumps, or its gradient is not its own.\n"
        + "  try a program without comparisons of sites, rounding and opaque functions without derivatives.");

    public static DiffProbException StartDiffers(int given, MetricKind givenMetric, int own, MetricKind ownMetric) => new(
        string.Create(CultureInfo.InvariantCulture, $"The run to begin with has {given} unconstrained numbers and a metric that is {givenMetric}; this one has {own}, and {ownMetric}.\n")
        + "  try a run of the same program with the same metric.");

    public static DiffProbException GuideStartNotFinite(int attempts, double radius, double density, string fault) => new(
        string.Create(CultureInfo.InvariantCulture, $"The guide has nowhere to begin: at 0 on the unconstrained space and at {attempts} points within {radius} of it the log density was not finite. At the last it is {density}, by {fault}\n")
        + "  try priors that keep that site where its density is finite, data inside of its support, or a value of guide/loc among the parameters to begin at.");

    public static DiffProbException NoMaximum(double curvature, double slope) => new(
        string.Create(CultureInfo.InvariantCulture, $"Laplace's approximation needs a maximum, but where the search ended the greatest second derivative of the log density is {curvature:G3}, not negative, and the greatest slope {slope:G3}.\n")
        + "  try more steps, proper priors, a program whose sites are less dependent (a scale that multiplies a standard site), or another guide.");

    public static DiffProbException WeightsWithoutMean(double paretoK, int draws) => new(
        string.Create(CultureInfo.InvariantCulture, $"Resampled: Pareto's k of the importance weights of {draws} draws is {paretoK:G3}, above 1: they have no mean, and draws by them would be a few points again and again.\n")
        + "  try a richer guide, a program whose sites are less dependent, or Markov chains from Infer.nuts (in C#, Infer().Nuts()).");

    public static ValueException ModeHasNoBound(string guide, string option) => new(
        $"The guide {guide} is found where the density is greatest, by a search without draws and bounds: {option} has no meaning there.\n  try the run without {option}, or Guide.Normal.");

    public static DiffProbException NoSuchName(string kind, string name, IEnumerable<string> known) => new(
        $"There is no {kind} named \"{name}\". There are: {string.Join(", ", known)}.");

    public static DiffProbException StartWithoutEnds() => new(
        "The posterior to begin with does not know where its chains ended: it was read from a file, or made of draws alone.\n"
        + "  try the posterior that a sampler returned, or a state in a file: checkpoints, and resume.");

    public static DiffProbException NothingObserved() => new(
        "Infer.calibrate: the program observes nothing, so that there are no data to simulate and to infer from.\n"
        + "  try a program with observe, or with Prob.condition for one of its sites.");

    public static DiffProbException SimulationFailed(int number, DiffProbException cause) => new(
        string.Create(CultureInfo.InvariantCulture, $"Infer.calibrate: simulation {number} could not be inferred. {cause.Message}"), cause);

    public static ValueException TooFewToRank(int given, int wanted) => new(
        string.Create(CultureInfo.InvariantCulture, $"A value is to be ranked among {wanted} draws, but the inference returned {given} in all.\n")
        + "  try more draws of each run, or fewer to rank among (Draws).");

    public static DiffProbException NothingToRank(IEnumerable<string> here, IEnumerable<string> given) => new(
        $"The inference returned draws of none of what the program has. It has {string.Join(", ", here)}; the posterior has {string.Join(", ", given)}.\n"
        + "  try inferring the program that is handed over.");

    public static TensorFileException NotACheckpoint(string path, string kind) => new(
        $"{path} holds no state of a run of chains, or that of another version (this one reads \"{kind}\").\n  try the file that a run with checkpoints wrote.");

    public static TensorFileException CheckpointLacks(string name, string part) => new(
        $"{name} has no {part}: it was made by something else, or changed.\n  try an older one.");

    public static DiffProbException CheckpointDiffers(string name, string what, string given, string own) => new(
        $"{name} is of another run: its {what} is {given}, but here it is {own}.\n  try the program and the options that it was made with.");

    public static DiffProbException CheckpointBeyond(string name, int given, int own) => new(
        string.Create(CultureInfo.InvariantCulture, $"{name} has {given} draws of a chain, but this run has Draws = {own}.\n  try more draws in all; those made before count."));

    public static ValueException ChainModeUnknown(ChainMode mode) => new(
        $"There is no mode of chains {mode}.\n  try ChainMode.Threaded or ChainMode.Vectorized.");

    public static ValueException KernelWithoutSites(string word) => new(
        $"{word}: names no site, so that there is nothing to move.\n  try {word} with the names of some sites.");

    public static ValueException CycleEmpty() => new(
        "Cycle: has no kernel, so that nothing moves.\n  try kernels that together name all continuous sites.");

    public static DiffProbException KernelNoSuchSite(string name, IEnumerable<string> known) => new(
        $"A kernel names \"{name}\", but the program has no such site that is left open. It has: {string.Join(", ", known)}.\n"
        + "  try one of these: data are fixed, and recorded values follow from the sites.");

    public static DiffProbException KernelNamesTwice(string name) => new(
        $"The kernels name the site \"{name}\" twice: each site is moved by one kernel.\n  try it in one of them.");

    public static DiffProbException KernelLeavesOut(IEnumerable<string> names) => new(
        $"The kernels leave out {string.Join(", ", names.Select(n => $"\"{n}\""))}: continuous sites that would never move.\n"
        + "  try Cycle with a kernel more, such as Slice of these.");

    public static DiffProbException KernelOfContinuous(string word, string name) => new(
        $"{word}: the site \"{name}\" is discrete, and it moves continuous sites alone.\n"
        + "  try RandomWalk or Gibbs for it; or name it in no kernel, and it is summed out, if its support is finite.");

    public static DiffProbException KernelAtJump(string word, string name) => new(
        $"{word}: the log density jumps as a function of the site \"{name}\" (a comparison, rounding or an index depends on it), and its gradient does not tell where.\n"
        + "  try Slice or RandomWalk for it; or max, min and abs in place of comparisons, which have no jumps.");

    public static DiffProbException GibbsOfContinuous(string name) => new(
        $"Gibbs: the site \"{name}\" is continuous: its law given all else cannot be drawn from value by value.\n  try Slice or Nuts for it.");

    public static DiffProbException GibbsOfMany(string name, string support) => new(
        $"Gibbs: the site \"{name}\" has too many values to weigh them all: it is {support}.\n  try RandomWalk for it.");

    public static DiffProbException WalkOfVectors(string name, string support) => new(
        $"RandomWalk: the site \"{name}\" is {support}: its numbers cannot move one by one.\n  try Gibbs for it; or name it in no kernel, and it is summed out, if its support is finite.");

    public static DiffProbException StartOfOtherKernels(string given, string own) => new(
        $"The run to begin with was made by {Words(given)}; this one is by {Words(own)}.\n  try a run with the same kernels.");

    private static string Words(string kernels) => kernels.Length == 0 ? "one Hamiltonian kernel of all sites" : kernels;

    public static ValueException ResamplingUnknown(ResamplingKind kind) => new(
        $"There is no resampling {kind}.\n  try ResamplingKind.Systematic, Stratified, Residual or Multinomial.");

    public static ValueException MoveUnknown(MoveKind kind) => new(
        $"There is no move {kind}.\n  try MoveKind.Hamiltonian or MoveKind.RandomWalk.");

    public static DiffProbException ParticlesDied(string what, int particles, string where) => new(
        string.Create(CultureInfo.InvariantCulture, $"{what}: all {particles} particles have weight zero at {where}.\n")
        + "  try data inside of the support of its law, more particles, or a guide that looks at the data before it proposes values.");

    public static DiffProbException WeightNotANumber(string what, string where, double weight) => new(
        string.Create(CultureInfo.InvariantCulture, $"{what}: the log weight of a particle is {weight} at {where}.\n")
        + "  try parameters that stay in their supports for all values of the sites before, or laws with a bounded density there.");

    public static DiffProbException ParticlesNotKept() => new(
        "The particles were not kept, only their weights and the chosen draws.\n  try KeepParticles = true, or Posterior for the draws chosen by weight.");

    public static DiffProbException PathsNotKept() => new(
        "The paths of the particles were not kept.\n  try KeepPaths = true, or FilteredMean for means given the data so far.");

    public static DiffProbException LadderStuck(double inverseTemperature) => new(
        string.Create(CultureInfo.InvariantCulture, $"No step from inverse temperature {inverseTemperature} leaves enough of the particles: their log likelihoods lie too far apart to be told from each other.\n")
        + "  try a smaller ConditionalSize, or a prior that is not so many orders of magnitude wider than the posterior.");
}
