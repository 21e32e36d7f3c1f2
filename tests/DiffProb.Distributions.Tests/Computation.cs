namespace DiffProb;

/// <summary>An expression of some slots, compiled once: numbers in, numbers out.</summary>
internal sealed class Computation(Tensor output, params Tensor[] slots)
{
    private readonly Executable executable = ManagedEngine.Default.Compile([output], slots);

    public double[] At(params double[][] values)
    {
        var bindings = Bindings.Empty;
        for (var i = 0; i < slots.Length; i++)
        {
            bindings = bindings.With(((DataSlot)slots[i].Operation).Label, Tensor.Of(slots[i].Shape, values[i]));
        }

        return executable.Run(bindings)[0].ToArray();
    }
}

/// <summary>One distribution at many points at once: the points lie along a hidden axis, so that each is an event.</summary>
internal sealed class Points(int count)
{
    private readonly Axis axis = new("point", count, AxisRole.Particle);

    public Axes Axes => Axes.Of(axis);

    /// <summary>A slot of shape [count, ...shape].</summary>
    public Tensor Slot(string name, Shape shape, DType type = DType.Float64) => Tensor.Data(name, Shape.Of([axis.Size, .. shape]), type);

    /// <summary>The slot with one event for each point.</summary>
    public Tensor Spread(Tensor slot) => slot.ToAxis(axis);

    /// <summary>[count, ...shape] again.</summary>
    public Tensor Gather(Tensor events) => events.FromAxis(axis);

    /// <summary>The parameters of an example as slots of their own for each point.</summary>
    public (Tensor[] Slots, Distribution Distribution) Parameterize(DistributionExample example)
    {
        var slots = example.Parameters.Select((p, i) => Slot($"parameter {i}", p.Shape)).ToArray();
        return (slots, example.Create([.. slots.Select(Spread)]));
    }

    /// <summary>Values of the parameters of an example for those slots.</summary>
    public double[][] Repeat(DistributionExample example) =>
        [.. example.Parameters.Select(p => Enumerable.Repeat(p.ToArray(), axis.Size).SelectMany(v => v).ToArray())];
}
