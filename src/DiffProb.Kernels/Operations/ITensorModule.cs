namespace DiffProb;

/// <summary>A function of tensors with trainable tensors of its own, such as a neural network of another library.</summary>
/// <remarks>The word <c>through</c> (in C# <c>Through</c>) takes it into a program: its tensors become parameters there, named after it, and train with the rest.</remarks>
public interface ITensorModule
{
    /// <summary>Name in messages and plans, and before the names of its parameters: <c>encoder</c> in <c>encoder.0.weight</c>.</summary>
    string Name { get; }

    /// <summary>Initial values of its trainable tensors, under its own names: <c>0.weight</c>.</summary>
    NamedTensors Parameters { get; }

    /// <summary>What it makes of its inputs, as an expression.</summary>
    /// <param name="parameters">Its trainable tensors, under its own names.</param>
    /// <param name="inputs">Its arguments.</param>
    /// <exception cref="ShapeException">The inputs do not fit.</exception>
    Tensor Apply(IReadOnlyDictionary<string, Tensor> parameters, params IReadOnlyList<Tensor> inputs);
}
