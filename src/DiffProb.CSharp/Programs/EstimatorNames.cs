namespace DiffProb;

/// <summary>The estimators by name: <c>Estimator.Pathwise</c>, <c>Estimator.Score(Baseline.LeaveOneOut)</c>.</summary>
public static class EstimatorNames
{
    extension(Estimator)
    {
        /// <summary>Differentiates along the draw.</summary>
        public static Estimator Pathwise => Dsl.Pathwise;

        /// <summary>Sums over all values of a site with finite support.</summary>
        public static Estimator Enumerate => Dsl.Enumerate;

        /// <summary>Differentiates along accepted proposals, at a site of rejection sampling.</summary>
        public static Estimator RejectionPath => Dsl.RejectionPath;

        /// <summary>Moves bits and one-hot vectors along their probabilities, where the cost is affine in them.</summary>
        public static Estimator LocalExpectation => Dsl.LocalExpectation;

        /// <summary>Writes the derivative of the law as a signed sum of laws, at coupled draws: for any cost, and where the support moves.</summary>
        public static Estimator MeasureValued => Dsl.MeasureValued;

        /// <summary>Draws a continuous number on each side of the thresholds that it is compared with, weighted with their probabilities.</summary>
        public static Estimator ThresholdSmoothing => Dsl.ThresholdSmoothing;

        /// <summary>Two draws of a bit, or of a vector of bits, that mirror each other, and the difference of their costs.</summary>
        public static Estimator DisArm => Dsl.DisArm;

        /// <summary>n draws of a bit, or of a vector of bits, that lie apart, each against the mean of them all.</summary>
        /// <param name="n">Evaluations of the cost, at least 2.</param>
        public static Estimator Arms(int n) => Dsl.Arms(n);

        /// <summary>k different values of a site with finite support, drawn without replacement, each against the others.</summary>
        /// <param name="k">Evaluations of the cost, at least 2; with all the values there are, exact.</param>
        public static Estimator UnorderedSet(int k) => Dsl.UnorderedSet(k);

        /// <summary>The k - 1 most probable values of a site with finite support, summed, and one draw from the others.</summary>
        /// <param name="k">Evaluations of the cost, at least 2; with all the values there are, exact.</param>
        public static Estimator SumAndSample(int k) => Dsl.SumAndSample(k);

        /// <summary>A relaxed draw in place of a bit or one-hot vector, and the derivative along it: biased, so that bias must be allowed.</summary>
        /// <param name="temperature">A number, or one that anneals.</param>
        public static Estimator GumbelSoftmax(Temperature temperature)
        {
            ArgumentNullException.ThrowIfNull(temperature);
            return Words.gumbelSoftmax(temperature);
        }

        /// <summary>The bit or one-hot vector forward, the relaxed draw backward: biased, so that bias must be allowed.</summary>
        /// <param name="temperature">A number, or one that anneals.</param>
        public static Estimator StraightThrough(Temperature temperature)
        {
            ArgumentNullException.ThrowIfNull(temperature);
            return Words.straightThrough(temperature);
        }

        /// <summary>The bit or one-hot vector forward, a second-order way back: biased unless the cost is quadratic, so that bias must be allowed.</summary>
        public static Estimator ReinMax => Dsl.ReinMax;

        /// <summary>The score function with a relaxed cost as control variate: unbiased for any temperature and scale.</summary>
        /// <param name="temperature">A number, or one that anneals.</param>
        /// <param name="scale">The factor on the control variate.</param>
        public static Estimator Rebar(Temperature temperature, RebarScale scale)
        {
            ArgumentNullException.ThrowIfNull(temperature);
            ArgumentNullException.ThrowIfNull(scale);
            return Words.rebar(temperature, scale);
        }

        /// <summary>The score function against a constant and a layer of tanh units of the relaxed draw, fitted to earlier runs: unbiased, for any cost.</summary>
        /// <param name="temperature">A number, or one that anneals.</param>
        /// <param name="units">Number of units, at least 0.</param>
        /// <param name="decay">Weight of the past in the fit, in (0, 1).</param>
        public static Estimator Relax(Temperature temperature, int units, double decay)
        {
            ArgumentNullException.ThrowIfNull(temperature);
            return Words.relax(temperature, units, decay);
        }

        /// <summary>The score function: the cost times the derivative of the log probability.</summary>
        /// <param name="baseline">What is subtracted from the cost, for less variance.</param>
        public static Estimator Score(Baseline baseline)
        {
            ArgumentNullException.ThrowIfNull(baseline);
            return Dsl.Score(baseline);
        }
    }
}
