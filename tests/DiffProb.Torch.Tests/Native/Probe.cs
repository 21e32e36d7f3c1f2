using TorchSharp;

namespace DiffProb;

/// <summary>What a program that uses the engine sees, in a process of its own.</summary>
internal static class Probe
{
    private const string Name = "libLibTorchSharp";

    public static int Run(string what)
    {
        try
        {
            Action action = what switch
            {
                "load" => Load,
                "load-one" => TorchRuntime.Initialize,
                "torch-first" => TorchFirst,
                "auto" => Auto,
                _ => throw new ArgumentException(what),
            };
            action();
            return 0;
        }
        catch (DiffProbException e)
        {
            Console.WriteLine($"{e.GetType().Name}: {e.Message}");
            return 1;
        }
    }

    // Eight threads at once, each the first.
    private static void Load()
    {
        using var start = new Barrier(8);
        var sums = new double[8];
        var threads = Enumerable.Range(0, 8).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            sums[i] = TorchEngine.Cpu.Compile([Tensor.Data("x", Shape.Of(2)).Exp().Sum()], [Tensor.Data("x", Shape.Of(2))])
                .Run(Bindings.Empty.With("x", Tensor.Vector(0, i)))[0].ToDouble();
        })).ToArray();
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        TorchRuntime.Initialize();
        Console.WriteLine(Enumerable.Range(0, 8).All(i => Math.Abs(sums[i] - 1 - Math.Exp(i)) < 1e-12 * sums[i]) ? "computed" : "wrong");
        foreach (var file in Mapped())
        {
            Console.WriteLine($"mapped {file}");
        }
    }

    // A graph of 16 Mflop, which would be worth a look at libtorch.
    private static void Auto()
    {
        var x = Tensor.Data("x", Shape.Of(200, 200));
        var executable = TorchEngine.Auto.Compile([x.MatMul(x).Sum()], [x]);
        Console.WriteLine(executable.Explain());
        Console.WriteLine($"sum {executable.Run(Bindings.Empty.With("x", Tensor.Ones(x.Shape)))[0].ToDouble()}");
    }

    private static void TorchFirst()
    {
        var console = Console.Out;
        Console.SetOut(TextWriter.Null); // TorchSharp prints its advice
        try
        {
            torch.zeros(1, dtype: torch.ScalarType.Float64);
        }
        catch (TypeInitializationException)
        {
        }
        finally
        {
            Console.SetOut(console);
        }

        TorchRuntime.Initialize();
    }

    private static IEnumerable<string> Mapped() =>
        File.ReadLines("/proc/self/maps").Select(l => l.Split(' ')[^1]).Where(l => Path.GetFileName(l).StartsWith(Name, StringComparison.Ordinal)).Distinct();
}
