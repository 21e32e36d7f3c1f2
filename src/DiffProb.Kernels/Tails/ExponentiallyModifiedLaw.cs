namespace DiffProb;

/// <summary>The law of a standard normal plus an exponential: y = z.</summary>
internal readonly struct ExponentiallyModifiedLaw(double rate) : ITailLaw
{
    private const double Sure = 6.0; // standard deviations that the normal does not go

    public (double Log, double Slope) At(double y, bool isAbove)
    {
        var tail = new ExponentiallyModifiedTail(y, rate);
        return (tail.Log(isAbove), tail.Slope(isAbove));
    }

    // That of the part which is the wider one: of the exponential, moved by the normal, where its tail is above that of the normal.
    public double Start(double log, bool isAbove)
    {
        if (!isAbove)
        {
            return Math.Max(Ndtri.OfLog(log), (-Log1p.Of(-Math.Exp(log)) / rate) - Sure);
        }

        var exponential = (0.5 * rate) - (log / rate);
        return Math.Max(-Ndtri.OfLog(log), exponential >= rate ? exponential : double.NegativeInfinity);
    }
}
