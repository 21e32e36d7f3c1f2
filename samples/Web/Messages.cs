using DiffProb;

namespace Web;

/// <summary>What is known when something is to be ordered for a day, and how long to look for the best quantity.</summary>
/// <param name="Demand">Demand on each of some past days.</param>
/// <param name="Spread">How much another day would have differed from it: a standard deviation.</param>
/// <param name="Price">What a piece sells for.</param>
/// <param name="Expense">What a piece costs.</param>
/// <param name="Penalty">What it costs to run out, however few pieces are lacking.</param>
/// <param name="Steps">Steps of the search.</param>
/// <param name="Seed">Where its random numbers begin; that of the application if not said.</param>
public sealed record OrderRequest(double[] Demand, double Spread, double Price, double Expense, double Penalty = 0.0, int Steps = 200, ulong? Seed = null);

/// <summary>The best quantity, what it earns on average, and how that was found.</summary>
public sealed record OrderAnswer(string Id, double Quantity, Number Profit, IReadOnlyList<Choice> Plan);

/// <summary>What some quantity earns on average, and what one piece more would.</summary>
public sealed record ProfitAnswer(double Quantity, Number Profit, Number Slope);

/// <summary>A number estimated from draws.</summary>
public sealed record Number(double Mean, double StandardError)
{
    public static Number Of(Estimate estimate) => new(estimate.Mean, estimate.StandardError);
}

/// <summary>An entry of a plan.</summary>
public sealed record Choice(string Site, string Cost, string Estimator, string Reason)
{
    public static Choice Of(PlanEntry entry) => new(entry.Site, entry.Cost, entry.Estimator.Name, entry.Reason);
}

/// <summary>How far a search is.</summary>
public sealed record SearchProgress(int Step, int Steps, double Profit);
