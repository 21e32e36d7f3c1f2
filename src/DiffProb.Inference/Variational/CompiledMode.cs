namespace DiffProb;

/// <summary>A log density of several parts of one vector, compiled.</summary>
/// <param name="executable">Log density, and its gradient in each part.</param>
/// <param name="inputs">Name and length of each part, in their order.</param>
internal sealed class CompiledMode(Executable executable, (string Name, int Size)[] inputs) : ILogDensity
{
    private readonly Evaluator evaluator = executable.CreateEvaluator();

    public int Dimension => inputs.Sum(i => i.Size);

    public double Evaluate(ReadOnlySpan<double> position, Span<double> gradient)
    {
        Bind(evaluator, position);
        try
        {
            evaluator.Run();
        }
        catch (ValueException)
        {
            gradient.Fill(double.NaN);
            return double.NaN;
        }

        var place = 0;
        for (var i = 0; i < inputs.Length; i++)
        {
            evaluator.Output<double>(i + 1).CopyTo(gradient[place..]);
            place += inputs[i].Size;
        }

        return evaluator.Output<double>(0)[0];
    }

    /// <summary>The second derivatives that an executable of the same inputs gives, by rows.</summary>
    public double[] Hessian(Executable second, ReadOnlySpan<double> position)
    {
        var own = second.CreateEvaluator();
        Bind(own, position);
        own.Run();
        return own.Output<double>(0).ToArray();
    }

    private void Bind(Evaluator target, ReadOnlySpan<double> position)
    {
        var place = 0;
        foreach (var (name, size) in inputs)
        {
            position.Slice(place, size).CopyTo(target.Input<double>(name));
            place += size;
        }
    }
}
