using System.Globalization;

namespace DiffProb;

/// <summary>What simulation-based calibration found: ranks of true values among draws of posteriors, a row for each number, and notes on what is wrong. Immutable.</summary>
/// <remarks>
/// <para>Where program and inference are right, ranks are uniform from 0 to <see cref="Draws"/>.</para>
/// <para>Source: Talts, Betancourt, Simpson, Vehtari and Gelman (2018), Validating Bayesian inference algorithms with simulation-based calibration, arXiv 1804.06788.</para>
/// </remarks>
[TypeFormatterSource]
public sealed class CalibrationRanks
{
    private const double ErrorRate = 0.05;

    internal CalibrationRanks(int draws, IReadOnlyList<CalibrationRow> rows, CalibrationRun run)
    {
        (Draws, Rows, Simulations, IsCanceled) = (draws, rows, run.Done, run.IsCanceled);
        Suspects = HolmBonferroni(rows);
        Notes = CalibrationNotes.Of(this, run);
    }

    /// <summary>Simulations that were inferred.</summary>
    public int Simulations { get; }

    /// <summary>Draws of each posterior that a true value is ranked among.</summary>
    public int Draws { get; }

    /// <summary>Whether it was stopped before all simulations were inferred.</summary>
    public bool IsCanceled { get; }

    /// <summary>A row for each number: sites and recorded values, then "lp", the log joint density, which alone sees that data are passed over.</summary>
    /// <remarks>Source of the last: Modrák, Moon, Kim, Bürkner, Huurre, Faltejsková, Gelman and Vehtari (2023), doi 10.1214/23-BA1404, section 3.</remarks>
    public IReadOnlyList<CalibrationRow> Rows { get; }

    /// <summary>Rows whose ranks are not uniform, the worst first: with a probability of 5 % there is one where all is right (Holm's correction for the number of rows).</summary>
    public IReadOnlyList<CalibrationRow> Suspects { get; }

    /// <summary>Whether all rows are as uniform as they should be.</summary>
    public bool IsCalibrated => Suspects.Count == 0;

    /// <summary>What is wrong and what to do, a note each; empty if nothing is.</summary>
    public IReadOnlyList<string> Notes { get; }

    internal string Title => string.Create(CultureInfo.InvariantCulture, $"Ranks among {Draws} draws in {Simulations} simulations{(IsCanceled ? " (stopped)" : "")}");

    /// <summary>The row of a number.</summary>
    /// <param name="name">Its name, with indices that start at 0: "theta[2]".</param>
    /// <exception cref="ValueException">There is none of that name.</exception>
    public CalibrationRow this[string name] =>
        Rows.FirstOrDefault(r => r.Name == name) ?? throw PosteriorErrors.NoSuchName("CalibrationRanks", "row", name, Rows.Select(r => r.Name));

    /// <summary>The table and the notes.</summary>
    public override string ToString() => string.Join('\n', [Title, TextTable.Of(Header, [.. Rows.Select(Cells)]), .. Notes]);

    internal static string[] Header => ["", "p", "p chi-square", "center", "spread"];

    internal static string[] Cells(CalibrationRow row) => [row.Name, Short(row.PValue), Short(row.ChiSquarePValue), Number(row.Center), Number(row.Spread)];

    internal static string Short(double x) => x.ToString("G2", CultureInfo.InvariantCulture);

    private static string Number(double x) => x.ToString("F3", CultureInfo.InvariantCulture);

    private static CalibrationRow[] HolmBonferroni(IReadOnlyList<CalibrationRow> rows) =>
        [.. rows.OrderBy(r => r.PValue).Index().TakeWhile(r => r.Item.PValue * (rows.Count - r.Index) <= ErrorRate).Select(r => r.Item)];
}
