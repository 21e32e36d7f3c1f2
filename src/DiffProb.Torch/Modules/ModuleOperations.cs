using TorchSharp;

namespace DiffProb;

/// <summary>Contract of what a module computes: its inputs, then its parameters, then the adjoint of its result, if it is a derivative.</summary>
internal abstract record ModuleOperation(TorchModule Module) : Operation
{
    protected int Arguments => Module.Inputs.Count;

    public override bool IsOpaque => true;

    // The whole batch in one call: a module is dear to call, and cheap for each row.
    public override bool RunsWhole => true;

    // In the type of the module inside; numbers of the graph are Float64 unless all of them are Float32.
    public override DType InferType(ReadOnlySpan<Tensor> inputs)
    {
        foreach (var input in inputs)
        {
            if (input.DType == DType.Float64)
            {
                return DType.Float64;
            }
        }

        return DType.Float32;
    }

    /// <summary>The node by libtorch.</summary>
    public abstract torch.Tensor Compute(KernelCall call);

    // The module runs where it lives, on whatever engine.
    internal override void Execute(NodeRun run)
    {
        using var scope = torch.NewDisposeScope();
        var node = run.Node;
        var inputs = new torch.Tensor[node.Inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = Transfer.ToDevice(run.Input(i), Dimensions.Of(node.Inputs[i]), torch.CPU);
        }

        var output = run.Allocate();
        Transfer.CopyTo(output, Compute(new(node, inputs)));
        run.Publish(output);
    }

    /// <summary>What stands before the rows of all inputs, together.</summary>
    protected Shape Lead(ReadOnlySpan<Tensor> inputs)
    {
        var lead = Shape.Scalar;
        for (var i = 0; i < Arguments; i++)
        {
            lead = Shape.Broadcast(lead, inputs[i].Shape.Take(inputs[i].Shape.Rank - Module.Inputs[i].Shape.Rank));
        }

        return lead;
    }

    /// <summary>Results for each element of the outer axes, one call of the module each, as one tensor along a new first dimension.</summary>
    protected torch.Tensor ForEach(KernelCall call, ModuleBatches batches, Func<torch.Tensor[], torch.Tensor[], int, torch.Tensor> compute)
    {
        var inputs = Enumerable.Range(0, Arguments).Select(i => batches.Of(call, i, Module.Inputs[i].Shape.Rank)).ToArray();
        var parameters = Enumerable.Range(Arguments, Module.Parameters.Count).Select(i => batches.Outermost(call, i)).ToArray();
        var results = Enumerable.Range(0, batches.Outer).Select(o =>
            compute(Array.ConvertAll(inputs, x => x.select(0, o)), Array.ConvertAll(parameters, p => p.IsShared ? p.Value : p.Value.select(0, o)), o).to(call.Type, call.Input(0).device));
        return batches.Outer == 1 ? results.Single().unsqueeze(0) : torch.stack([.. results]);
    }

    /// <summary>Axes of the parameters: a call of the module for each of their elements.</summary>
    protected Axes ParameterAxes(Tensor node)
    {
        var axes = Axes.None;
        for (var i = Arguments; i < Arguments + Module.Parameters.Count; i++)
        {
            axes = axes.Union(node.Inputs[i].Axes);
        }

        return axes;
    }
}

/// <summary>What a module makes of its inputs.</summary>
internal sealed record ModuleForward(TorchModule Module) : ModuleOperation(Module)
{
    public override string Name => $"module \"{Module.Name}\"";

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => Lead(inputs).Concat(Module.Output);

    public override Dependence DependsOn(int input) =>
        input < Arguments ? Module.Inputs[input].Level
        : Module.Jumps ? Dependence.Step
        : Dependence.Kinked;

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) =>
        input < Arguments && Module.Inputs[input].Level is not (Dependence.Step or Dependence.None)
            ? Tensor.Create(new ModuleInputGradient(Module, input), [.. output.Inputs, adjoint])
            : null;

    public override Tensor? SummedDerivative(int input, Tensor output, Tensor adjoint, Axes over)
    {
        if (input < Arguments)
        {
            return null;
        }

        if (Module.Jumps)
        {
            throw TorchErrors.ModuleJumps(Module.Name);
        }

        var k = input - Arguments;
        var all = Tensor.Create(new ModuleParameterGradient(Module, over), [.. output.Inputs, adjoint]);
        return all.Slice(0, Module.Places[k], Module.Places[k + 1]).Reshape(output.Inputs[input].Shape);
    }

    public override torch.Tensor Compute(KernelCall call)
    {
        var batches = new ModuleBatches(call.Node.Axes, [.. ParameterAxes(call.Node)], Lead(call.Node.Inputs));
        return batches.ToNode(ForEach(call, batches, (x, p, _) => Module.Runner.Forward(x, p)), Module.Output);
    }
}

/// <summary>The adjoint of one input of a module.</summary>
internal sealed record ModuleInputGradient(TorchModule Module, int Input) : ModuleOperation(Module)
{
    public override string Name => $"derivative of module \"{Module.Name}\" in its input";

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => Lead(inputs).Concat(Module.Inputs[Input].Shape);

    public override Dependence DependsOn(int input) => Dependence.Step;

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) => throw TorchErrors.ModuleSecondDerivative(Module.Name);

    public override torch.Tensor Compute(KernelCall call)
    {
        var batches = new ModuleBatches(call.Node.Axes, [.. ParameterAxes(call.Node)], Lead(call.Node.Inputs));
        var adjoint = batches.Of(call, call.Node.Inputs.Length - 1, Module.Output.Rank);
        return batches.ToNode(ForEach(call, batches, (x, p, o) => Module.Runner.InputGradient(x, p, adjoint.select(0, o), Input)), Module.Inputs[Input].Shape);
    }
}

/// <summary>The adjoints of all parameters of a module as one vector, summed over axes: one backward pass makes them all.</summary>
internal sealed record ModuleParameterGradient(TorchModule Module, Axes Over) : ModuleOperation(Module)
{
    public override string Name => $"derivative of module \"{Module.Name}\" in its parameters";

    public override Shape InferShape(ReadOnlySpan<Tensor> inputs) => Shape.Of(Module.Places[^1]);

    public override Axes InferAxes(ReadOnlySpan<Tensor> inputs) => base.InferAxes(inputs).Except(Over);

    public override Dependence DependsOn(int input) => Dependence.Step;

    public override Tensor? Derivative(int input, Tensor output, Tensor adjoint) => throw TorchErrors.ModuleSecondDerivative(Module.Name);

    public override torch.Tensor Compute(KernelCall call)
    {
        var node = call.Node;
        Axis[] repeated = [.. ParameterAxes(node).Except(node.Axes)];
        var batches = new ModuleBatches(base.InferAxes(node.Inputs), [.. node.Axes, .. repeated], Lead(node.Inputs));
        var adjoint = batches.Of(call, node.Inputs.Length - 1, Module.Output.Rank);
        var gradients = ForEach(call, batches, (x, p, o) => Module.Runner.ParameterGradient(x, p, adjoint.select(0, o)));
        return gradients.reshape([.. Dimensions.Of(node.Axes, []), -1, node.Shape.Size]).sum(node.Axes.Count, type: call.Type);
    }
}
