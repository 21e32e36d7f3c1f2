namespace DiffProb;

/// <summary>A function of one tensor that the user wrote, with the tensors that it uses besides its argument made visible.</summary>
/// <remarks>The function runs once, on a symbol. What its result is made of without the symbol is captured: parameters of the program,
/// sites, rows of plates. With other values of those it is the same function, without running the user's code again.</remarks>
internal sealed class CapturedFunction
{
    private readonly Tensor symbol;
    private readonly Tensor body;

    private CapturedFunction(Tensor symbol, Tensor body, IReadOnlyList<Tensor> captured)
    {
        (this.symbol, this.body, Captured) = (symbol, body, captured);
    }

    /// <summary>The largest expressions of the body that do not contain the argument, but for numbers written in it.</summary>
    public IReadOnlyList<Tensor> Captured { get; }

    /// <summary>Shape of the result.</summary>
    public Shape ResultShape => body.Shape;

    /// <summary>The function, run on a symbol of the given shape and type.</summary>
    public static CapturedFunction Of(Func<Tensor, Tensor> function, Shape shape, DType type)
    {
        var symbol = Tensor.Data("argument", shape, type);
        var body = function(symbol);
        var order = Topology.Sort(body);
        var above = new HashSet<Tensor> { symbol };
        var captured = new List<Tensor>();
        foreach (var node in order)
        {
            if (node.Inputs.ToArray().Any(above.Contains))
            {
                above.Add(node);
                captured.AddRange(node.Inputs.ToArray().Where(i => !above.Contains(i) && i.Operation is not Constant { IsLiteral: true } && !captured.Contains(i)));
            }
        }

        return new(symbol, body, captured);
    }

    /// <summary>The function with other captured tensors, in their order.</summary>
    public CapturedFunction With(IReadOnlyList<Tensor> others)
    {
        var at = Captured.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i);
        return new(symbol, new Rewriter((node, _) => at.TryGetValue(node, out var i) ? others[i] : null).Rewrite(body), others);
    }

    /// <summary>Its result at an argument, which may have hidden axes.</summary>
    public Tensor At(Tensor argument) => new Rewriter((node, _) => ReferenceEquals(node, symbol) ? argument : null).Rewrite(body);
}
