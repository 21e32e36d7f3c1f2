using DiffProb;

namespace CSharpTests;

/// <summary>How estimates are judged: at z = 5 a correct estimator fails about 6 seeds in 10 million; the seeds are fixed.</summary>
internal static class Judge
{
    /// <summary>The estimate lies within 5 standard errors of the exact number, and its error is small enough to judge.</summary>
    internal static void Agrees(double exact, double largestError, double mean, double standardError)
    {
        Assert.True(standardError <= largestError, $"too noisy to judge: ± {standardError}");
        Assert.True(Math.Abs(mean - exact) <= (5.0 * standardError) + 1e-12, $"{mean} ± {standardError} is not {exact}");
    }

    /// <summary>The derivative in a scalar parameter.</summary>
    internal static void Derivative(double exact, double largestError, string parameter, GradientEstimate g) =>
        Agrees(exact, largestError, g[parameter].ToDouble(), g.StandardError(parameter).ToDouble());

    /// <summary>Value and derivatives of two estimates are the same bits.</summary>
    internal static void SameBits(GradientEstimate a, GradientEstimate b)
    {
        Assert.Equal(a.Value.Mean, b.Value.Mean);
        Assert.Equal(a.Value.StandardError, b.Value.StandardError);
        Assert.Equal(a.Parameters, b.Parameters);
        Assert.All(a.Parameters, name => Assert.Equal(a[name].ToArray(), b[name].ToArray()));
    }

    /// <summary>The message of a mistake has all these parts.</summary>
    internal static void Refuses(Func<object?> run, params string[] parts)
    {
        var message = Assert.ThrowsAny<DiffProbException>(run).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }
}
