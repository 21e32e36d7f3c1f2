using TorchSharp;

namespace DiffProb;

/// <summary>A module of TorchSharp as a function in programs: opaque, with a declared dependence, its own autograd as derivative, and parameters that train with the rest.</summary>
/// <remarks>
/// <para><b>Shapes</b>: the module takes [batch, event...] and gives [batch, event...]; the event shapes of its inputs are declared, that of its result is found by a
/// trial. In a program it takes [..., event...]: particles, rows of plates and leading dimensions are one batch for it, in one call.</para>
/// <para><b>Accepts</b>: modules whose result for a row depends on that row alone, and is the same in each call. What draws (dropout) or mixes rows (batch norm) in
/// training is refused; <c>module.eval()</c> ends both. Buffers, and parameters that do not require a gradient, stay as they are in the module.</para>
/// <para><b>Gradients</b>: first derivatives, by backward of the module's own autograd. Second ones are refused.</para>
/// <para>It runs on both engines, by libtorch, on the device and in the type of the module. A run puts the values of its parameters into the module, and its own back
/// afterwards, under a lock: the module is not changed. While a program runs, leave it alone.</para>
/// </remarks>
public sealed class TorchModule : ITensorModule
{
    private readonly ModuleRunner runner;
    private readonly string[] names;

    private TorchModule(ModuleRunner runner, string[] names, NamedTensors parameters)
    {
        (this.runner, this.names, Parameters) = (runner, names, parameters);
        Places = new int[names.Length + 1];
        for (var i = 0; i < names.Length; i++)
        {
            Places[i + 1] = Places[i] + parameters[names[i]].Shape.Size;
        }
    }

    /// <inheritdoc/>
    public string Name => runner.Name;

    /// <summary>What it takes.</summary>
    public IReadOnlyList<ModuleInput> Inputs => runner.Inputs;

    /// <summary>Shape of its result for one row of a batch.</summary>
    public Shape Output => runner.Output;

    /// <summary>Initial values of its trainable tensors, under the module's names: those that the module had when it was taken, as Float64.</summary>
    public NamedTensors Parameters { get; }

    /// <summary>Where each parameter begins in a vector of all of them, and where the last one ends.</summary>
    internal int[] Places { get; }

    internal ModuleRunner Runner => runner;

    /// <summary>Whether the result may jump where the parameters say: then they cannot be trained.</summary>
    internal bool Jumps => Inputs.Any(i => i.Jumps);

#pragma warning disable RS0026 // Overloads: each takes another kind of module.

    /// <summary>A module of one argument, on which its result depends continuously.</summary>
    /// <param name="name">Name in messages and plans, and before the names of its parameters.</param>
    /// <param name="module">The module; it is used, not copied.</param>
    /// <param name="input">Shape of one row of its argument: [784] where it takes [batch, 784].</param>
    /// <exception cref="DiffProbException">libtorch does not load; or a trial shows that the module is not as its input says, draws, or mixes rows.</exception>
    public static TorchModule Of(string name, torch.nn.Module<torch.Tensor, torch.Tensor> module, Shape input) => Of(name, module, new ModuleInput(input));

    /// <summary>A module of one argument.</summary>
    /// <param name="name">Name in messages and plans, and before the names of its parameters.</param>
    /// <param name="module">The module; it is used, not copied.</param>
    /// <param name="input">Its argument.</param>
    /// <exception cref="DiffProbException">libtorch does not load; or a trial shows that the module is not as its input says, draws, or mixes rows.</exception>
    public static TorchModule Of(string name, torch.nn.Module<torch.Tensor, torch.Tensor> module, ModuleInput input)
    {
        ArgumentNullException.ThrowIfNull(module);
        return Of(name, module, x => module.forward(x[0]), input);
    }

    /// <summary>A module of two arguments.</summary>
    /// <param name="name">Name in messages and plans, and before the names of its parameters.</param>
    /// <param name="module">The module; it is used, not copied.</param>
    /// <param name="first">Its first argument.</param>
    /// <param name="second">Its second argument.</param>
    /// <exception cref="DiffProbException">libtorch does not load; or a trial shows that the module is not as its inputs say, draws, or mixes rows.</exception>
    public static TorchModule Of(string name, torch.nn.Module<torch.Tensor, torch.Tensor, torch.Tensor> module, ModuleInput first, ModuleInput second)
    {
        ArgumentNullException.ThrowIfNull(module);
        return Of(name, module, x => module.forward(x[0], x[1]), first, second);
    }

    /// <summary>A module of three arguments.</summary>
    /// <param name="name">Name in messages and plans, and before the names of its parameters.</param>
    /// <param name="module">The module; it is used, not copied.</param>
    /// <param name="first">Its first argument.</param>
    /// <param name="second">Its second argument.</param>
    /// <param name="third">Its third argument.</param>
    /// <exception cref="DiffProbException">libtorch does not load; or a trial shows that the module is not as its inputs say, draws, or mixes rows.</exception>
    public static TorchModule Of(
        string name, torch.nn.Module<torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor> module, ModuleInput first, ModuleInput second, ModuleInput third)
    {
        ArgumentNullException.ThrowIfNull(module);
        return Of(name, module, x => module.forward(x[0], x[1], x[2]), first, second, third);
    }

    /// <summary>The same module with the parameters that it has now, which do not train.</summary>
    public TorchModule Frozen() => new(runner, [], new([]));

    /// <inheritdoc/>
    /// <remarks>Parameters and inputs may be anything: numbers, parameters of a program, sites. In a program, <c>through</c> declares the parameters.</remarks>
    /// <exception cref="DiffProbException">A parameter is missing.</exception>
    public Tensor Apply(IReadOnlyDictionary<string, Tensor> parameters, params IReadOnlyList<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != Inputs.Count)
        {
            throw TorchErrors.ModuleInputs(Name, Inputs.Count, inputs.Count);
        }

        Tensor[] all = [.. inputs.Select(Checked), .. names.Select(n => Parameter(parameters, n, n))];
        return Tensor.Create(new ModuleForward(this), all);
    }

    /// <summary>Puts values into the module itself, such as those of a fit.</summary>
    /// <param name="values">Tensors by the names that they have in a program: <c>encoder.0.weight</c>. Others may be among them.</param>
    /// <param name="scope">What stands before the names, where the module is in a scope: <c>model/</c>.</param>
    /// <exception cref="DiffProbException">One is missing, or of another shape; then none is put in.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> values, string scope = "")
    {
        ArgumentNullException.ThrowIfNull(values);
        runner.Load([.. names.Select(n => (n, Parameter(values, $"{scope}{Name}.{n}", n).Cast(DType.Float64)))]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"module \"{Name}\": {string.Join(" and ", Inputs)} to {Output}, {names.Length} parameters of {Places[^1]} numbers";

    private static TorchModule Of(string name, torch.nn.Module module, Func<torch.Tensor[], torch.Tensor> forward, params ModuleInput[] inputs)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Array.ForEach(inputs, i => ArgumentNullException.ThrowIfNull(i));
        if (inputs.Length > 1 && Array.Exists(inputs, i => i.Level == Dependence.Affine))
        {
            throw TorchErrors.ModuleAffineInEach(name);
        }

        TorchRuntime.Initialize();
        var runner = new ModuleRunner(name, module, forward, inputs);
        var parameters = runner.Try();
        return new(runner, [.. parameters.Keys], parameters);
    }

    private Tensor Checked(Tensor x, int index)
    {
        var input = Inputs[index];
        var lead = x.Shape.Rank - input.Shape.Rank;
        if (lead < 0 || !x.Shape.Skip(lead).Equals(input.Shape))
        {
            throw TorchErrors.ModuleInput(Name, index, input.Shape, x.Shape);
        }

        if (input.IsIndex && x.DType != DType.Int64)
        {
            throw TorchErrors.ModuleIndex(Name, index, x);
        }

        return input.IsIndex || x.DType.IsFloat() ? x : x.Cast(DType.Float64);
    }

    private Tensor Parameter(IReadOnlyDictionary<string, Tensor> values, string key, string name)
    {
        var wanted = Parameters[name].Shape;
        return !values.TryGetValue(key, out var value) ? throw TorchErrors.ModuleLacks(Name, key, values.Keys)
            : value.Shape.Equals(wanted) ? value
            : throw TorchErrors.ModuleParameter(Name, key, wanted, value.Shape);
    }
}
