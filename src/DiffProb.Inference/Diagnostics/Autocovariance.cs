using System.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace DiffProb;

/// <summary>Autocovariance at a lag, averaged over chains: the sum of products divided by the number of draws.</summary>
internal sealed class Autocovariance
{
    // The first lags are summed one by one, since most chains need no more; further ones come from one transform.
    private const int Direct = 128;

    private readonly double[][] centered;
    private double[]? transformed;

    public Autocovariance(double[][] chains)
    {
        centered = Array.ConvertAll(chains, chain =>
        {
            var mean = Chains.Mean(chain);
            return Array.ConvertAll(chain, x => x - mean);
        });
    }

    public double this[int lag] => lag < Direct ? Sum(lag) : (transformed ??= Transform())[lag];

    private double Sum(int lag)
    {
        var total = 0.0;
        foreach (var chain in centered)
        {
            var sum = 0.0;
            for (var i = lag; i < chain.Length; i++)
            {
                sum += chain[i] * chain[i - lag];
            }

            total += sum / chain.Length;
        }

        return total / centered.Length;
    }

    // Wiener and Khinchin: the transform of the squared spectrum, with zeros so that the ends do not meet.
    private double[] Transform()
    {
        var count = centered[0].Length;
        var spectrum = new Complex[(int)BitOperations.RoundUpToPowerOf2((uint)count) * 2];
        var powers = new Complex[spectrum.Length];
        foreach (var chain in centered)
        {
            Array.Clear(spectrum);
            for (var i = 0; i < count; i++)
            {
                spectrum[i] = chain[i];
            }

            Fourier.Forward(spectrum, FourierOptions.NoScaling);
            for (var i = 0; i < spectrum.Length; i++)
            {
                powers[i] += (spectrum[i].Real * spectrum[i].Real) + (spectrum[i].Imaginary * spectrum[i].Imaginary);
            }
        }

        Fourier.Inverse(powers, FourierOptions.NoScaling);
        return [.. powers.Take(count).Select(p => p.Real / powers.Length / count / centered.Length)];
    }
}
