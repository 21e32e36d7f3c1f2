namespace DiffProb;

/// <summary>Functions of one number agree on both engines over all magnitudes, where libraries differ: tails, overflow, huge arguments, NaN.</summary>
public sealed class FunctionRangeTests
{
    private static readonly double[] Arguments = Spread();

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new()
    {
        ["exp"] = x => x.Exp(),
        ["log"] = x => x.Log(),
        ["log1p"] = x => x.Log1p(),
        ["expm1"] = x => x.Expm1(),
        ["sqrt"] = x => x.Sqrt(),
        ["sigmoid"] = x => x.Sigmoid(),
        ["softplus"] = x => x.Softplus(),
        ["log sigmoid"] = x => x.LogSigmoid(),
        ["sin"] = x => x.Sin(),
        ["cos"] = x => x.Cos(),
        ["tan"] = x => x.Tan(),
        ["asin"] = x => x.Asin(),
        ["acos"] = x => x.Acos(),
        ["atan"] = x => x.Atan(),
        ["acot"] = x => x.Acot(),
        ["sin π"] = x => x.SinPi(),
        ["cos π"] = x => x.CosPi(),
        ["sinh"] = x => x.Sinh(),
        ["cosh"] = x => x.Cosh(),
        ["tanh"] = x => x.Tanh(),
        ["erf"] = x => x.Erf(),
        ["erfc"] = x => x.Erfc(),
        ["erf inverse"] = x => x.ErfInv(),
        ["normal cdf"] = x => x.Ndtr(),
        ["normal quantile"] = x => x.Ndtri(),
        ["log gamma"] = x => x.LogGamma(),
        ["digamma"] = x => x.Digamma(),
        ["floor"] = x => x.Floor(),
        ["ceiling"] = x => x.Ceiling(),
        ["round"] = x => x.Round(),
        ["sign"] = x => x.Sign(),
        ["abs"] = x => x.Abs(),
        ["to whole"] = x => x.Cast(DType.Int64),
        ["to truth"] = x => x.Cast(DType.Bool),
        ["to single"] = x => x.Cast(DType.Float32),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_engines_agree_from_the_smallest_number_to_the_largest(string name)
    {
        var x = Tensor.Parameter("x", Shape.Of(Arguments.Length));
        var bound = Bindings.Empty.With("x", Tensor.Of(Arguments));
        var (managed, torch) = (Run(ManagedEngine.Default), Run(TorchEngine.Cpu));

        // Beside a zero of the function between two numbers, libtorch is exact to the units of 1 and not of the value.
        Agreement.AssertEach(Arguments, managed, torch, name is "digamma" or "log gamma" ? 1e-14 : 4 * double.Epsilon);

        double[] Run(IEngine engine) => engine.Compile([Functions[name](x)], [x]).Run(bound)[0].ToArray();
    }

    private static double[] Spread()
    {
        var random = new Random(3);
        double[] edges =
        [
            0, -0.0, 1, -1, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 5e-324, -5e-324, 1e-310, 1e-300, -1e-300, 1e300, -1e300, double.MaxValue, double.MinValue,
            double.PositiveInfinity, double.NegativeInfinity, double.NaN, 20, 21, -20, -37, -38.4, 37, 700, 709.7, 709.9, 710.4, 710.5, -745, -746,
            1e16, -1e16, 9.2e18, 9.3e18, -9.2e18, -9.3e18, 1 - 1e-16, 1 + 2e-16, 1.4616321449683622, 170.5, 171.7, 1e-17, 0.25, 0.75, 1 << 30, (1L << 53) - 1,
        ];
        var magnitudes = Enumerable.Range(0, 4000).Select(_ => Math.Exp((random.NextDouble() * 60) - 40) * (random.Next(2) == 0 ? 1 : -1));
        var unit = Enumerable.Range(0, 2000).Select(_ => (random.NextDouble() * 2) - 1);
        return [.. edges, .. magnitudes, .. unit];
    }
}
