namespace DiffProb;

/// <summary>One run: particles from the prior are weighed, resampled and moved from temperature to temperature until they are draws from the posterior.</summary>
/// <remarks>
/// <para>Between prior p and posterior stand p L^β, for β from 0 to 1; the evidence is the product of the mean increments.</para>
/// <para><b>Source</b>: Del Moral, Doucet, Jasra (2006), "Sequential Monte Carlo samplers", doi:10.1111/j.1467-9868.2006.00553.x, section 3.</para>
/// </remarks>
internal sealed class TemperedRun
{
    private readonly TemperingOptions options;
    private readonly Key key;
    private readonly ParticleWeights weights;
    private readonly IMove move;
    private readonly TemperedDensity density;
    private readonly List<double> ladder = [0.0];
    private readonly List<double> sizes = [];
    private readonly List<double> acceptances = [];

    public TemperedRun(TemperedParts parts, TemperingOptions options, int number)
    {
        this.options = options;
        key = Key.FromSeed(options.Seed).Child("tempered").Child((ulong)number);
        weights = new(options.Particles);
        var hasGradient = options.Move == MoveKind.Hamiltonian;
        var dimension = parts.Program.Dimension;
        density = new(parts.Program, parts.Density, options.Engine, hasGradient);
        move = hasGradient
            ? new HamiltonianMove(density, options.Metric, options.Particles, dimension)
            : new RandomWalkMove(density, options.Metric, options.Particles, dimension);
        Cloud = parts.FromPrior(key.Child("prior"));
        density.Evaluate(0.0, Cloud);
        Discard();
        var living = Cloud.LogLikelihood.Count(l => !double.IsNegativeInfinity(l));
        if (living == 0)
        {
            throw InferenceErrors.ParticlesDied($"Run {number + 1}", options.Particles, parts.FaultAt(Cloud.PositionOf(0)));
        }

        Dead = options.Particles - living;
        Climb();
        Draws = parts.Tell(Cloud);
    }

    /// <summary>Equally weighted particles.</summary>
    public Cloud Cloud { get; private set; }

    public double LogEvidence => weights.LogEvidence;

    /// <summary>Particles of the prior that could not have given the data.</summary>
    public int Dead { get; }

    /// <summary>Inverse temperatures, from 0 to 1.</summary>
    public IReadOnlyList<double> InverseTemperatures => ladder;

    /// <summary>Effective sample size at each of them after the first, before resampling.</summary>
    public IReadOnlyList<double> EffectiveSampleSizes => sizes;

    /// <summary>Mean acceptance of the moves at each of them after the first.</summary>
    public IReadOnlyList<double> Acceptances => acceptances;

    /// <summary>By quantity, particles one after the other.</summary>
    public double[][] Draws { get; }

    // What is not a number has no density there.
    private void Discard()
    {
        for (var i = 0; i < Cloud.Count; i++)
        {
            if (!double.IsFinite(Cloud.LogPrior[i]) || !double.IsFinite(Cloud.LogLikelihood[i]))
            {
                Cloud.LogLikelihood[i] = double.NegativeInfinity;
            }
        }
    }

    private void Climb()
    {
        var increments = new double[options.Particles];
        for (var level = 0UL; ladder[^1] < 1.0; level++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            var from = ladder[^1];
            var next = Ladder.Next(from, weights.Weights, Cloud.LogLikelihood, options.ConditionalSize);
            if (next <= from)
            {
                throw InferenceErrors.LadderStuck(from);
            }

            System.Numerics.Tensors.TensorPrimitives.Multiply(Cloud.LogLikelihood, next - from, increments);
            weights.Add(increments);
            ladder.Add(next);
            sizes.Add(weights.EffectiveSampleSize);
            Move(next, key.Child(level));
        }
    }

    private void Move(double inverseTemperature, Key level)
    {
        move.Learn(Cloud, weights.Weights);
        var hasDead = Array.Exists(Cloud.LogLikelihood, double.IsNegativeInfinity);
        if (sizes[^1] <= options.Threshold * options.Particles || inverseTemperature == 1.0 || hasDead)
        {
            Resample(level.Child("choice"));
        }

        // Gradients are those of the temperature before.
        density.Evaluate(inverseTemperature, Cloud);
        Discard();
        var sum = 0.0;
        for (var m = 0; m < options.Moves; m++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            sum += move.Step(Cloud, inverseTemperature, level.Child((ulong)m));
        }

        acceptances.Add(sum / options.Moves);
    }

    private void Resample(Key choice)
    {
        var places = Resampler.Choose(options.Resampling, weights.Weights, options.Particles, choice);
        var chosen = new Cloud(Cloud.Count, Cloud.Dimension);
        for (var i = 0; i < places.Length; i++)
        {
            chosen.Take(Cloud, places[i], i);
        }

        Cloud = chosen;
        weights.MakeEqual();
    }
}
