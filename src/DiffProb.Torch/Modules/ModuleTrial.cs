using TorchSharp;

namespace DiffProb;

/// <summary>Calls of a module with three made-up rows, before it is taken: what it gives, and whether a graph can rely on it.</summary>
/// <param name="name">Name of the module.</param>
/// <param name="module">The module, with its own parameters.</param>
/// <param name="inputs">What it should take.</param>
/// <param name="rows">The rows.</param>
/// <param name="call">Calls it.</param>
internal sealed class ModuleTrial(string name, torch.nn.Module module, ModuleInput[] inputs, torch.Tensor[] rows, Func<torch.Tensor[], torch.Tensor> call)
{
    private const int Rows = 3;

    // Of the largest element: a batch is rounded otherwise than its rows.
    private const double Rounding = 1e-4;

    /// <summary>Rows of an input that any module may be given: indices 0, numbers within (-1, 1).</summary>
    public static torch.Tensor MakeUp(ModuleInput input)
    {
        long[] sizes = [Rows, .. input.Shape.Select(d => (long)d)];
        var numbers = Enumerable.Range(1, Rows * input.Shape.Size).Select(i => Math.Sin(i)).ToArray();
        return input.IsIndex ? torch.zeros(sizes, dtype: torch.ScalarType.Int64) : torch.tensor(numbers, dtype: torch.ScalarType.Float64).reshape(sizes);
    }

    /// <summary>Shape of the result for one row.</summary>
    /// <exception cref="DiffProbException">The module cannot be used in a program; the message says why.</exception>
    public Shape OutputShape()
    {
        var before = module.buffers().Select(b => b.clone()).ToArray();
        try
        {
            using var none = torch.no_grad();
            Judge(before);
        }
        finally
        {
            using var none = torch.no_grad();
            foreach (var (buffer, value) in module.buffers().Zip(before))
            {
                buffer.copy_(value);
            }
        }

        return Shape.Of([.. Derived().shape.Skip(1).Select(d => checked((int)d))]);
    }

    private void Judge(torch.Tensor[] buffers)
    {
        var whole = call(rows);
        if (whole.dim() == 0 || whole.shape[0] != Rows)
        {
            throw TorchErrors.ModuleBatch(name, rows.Select(r => r.shape), whole.shape);
        }

        if (!whole.is_floating_point())
        {
            throw TorchErrors.ModuleNotFloat(name, whole.dtype);
        }

        if (module.buffers().Zip(buffers).Any(pair => !Transfer.ToDoubles(pair.First).SequenceEqual(Transfer.ToDoubles(pair.Second))))
        {
            throw TorchErrors.ModuleWrites(name);
        }

        var numbers = Transfer.ToDoubles(whole);
        if (!Transfer.ToDoubles(call(rows)).SequenceEqual(numbers))
        {
            throw TorchErrors.ModuleDraws(name);
        }

        var largest = numbers.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0.0).Max();
        if (!Agree(numbers, 1, Rows, largest) || !Agree(numbers, 0, 1, largest))
        {
            throw TorchErrors.ModuleMixesRows(name);
        }
    }

    // Whether some of the rows alone give what they gave among the others.
    private bool Agree(double[] whole, int start, int stop, double largest)
    {
        var size = whole.Length / Rows;
        var alone = Transfer.ToDoubles(call(Array.ConvertAll(rows, r => r.slice(0, start, stop, 1))));
        return alone.Length == (stop - start) * size
            && alone.Zip(whole.AsSpan(start * size, alone.Length).ToArray()).All(p => p.First.Equals(p.Second) || Math.Abs(p.First - p.Second) <= Rounding * largest);
    }

    // Where a derivative is promised, the module's autograd must have one.
    private torch.Tensor Derived()
    {
        using var grad = torch.enable_grad();
        var leaves = rows.Where((_, i) => inputs[i].Level is not (Dependence.Step or Dependence.None)).Select(r => r.requires_grad_(true)).ToArray();
        var result = call(rows);
        if (result.requires_grad && leaves.Length > 0)
        {
            torch.autograd.backward([result.sum()], inputs: leaves);
        }

        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].requires_grad && rows[i].grad is null)
            {
                throw TorchErrors.ModuleNoDerivative(name, i, inputs[i].Dependence);
            }
        }

        return result.detach();
    }
}
