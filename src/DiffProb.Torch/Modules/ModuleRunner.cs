using System.Runtime.InteropServices;
using TorchSharp;

namespace DiffProb;

/// <summary>Calls of one module of TorchSharp with values of its parameters that are not its own.</summary>
/// <remarks>
/// A module holds its parameters itself. So a call takes its locks, makes the parameters refer to the values (nothing is copied where types agree), and gives
/// them their own back at the end, together with the gradients that the user may have collected in them.
/// </remarks>
internal sealed class ModuleRunner
{
    private readonly torch.nn.Module module;
    private readonly Func<torch.Tensor[], torch.Tensor> forward;
    private readonly ModuleGate[] gates;
    private readonly (torch.nn.Module Part, bool IsTraining)[] modes;

    public ModuleRunner(string name, torch.nn.Module module, Func<torch.Tensor[], torch.Tensor> forward, ModuleInput[] inputs)
    {
        (Name, this.module, this.forward, Inputs) = (name, module, forward, inputs);
        var parts = module.modules().Append(module).Distinct().ToArray();
        gates = ModuleGate.Of(parts);
        modes = Array.ConvertAll(parts, p => (p, p.training));
    }

    public string Name { get; }

    public ModuleInput[] Inputs { get; }

    /// <summary>Shape of the result for one row: known once it was tried.</summary>
    public Shape Output { get; private set; } = Shape.Scalar;

    /// <summary>Calls the module once to see what it is.</summary>
    /// <returns>Its trainable parameters, as they are.</returns>
    public NamedTensors Try() => Locked(() =>
    {
        Output = new ModuleTrial(Name, module, Inputs, Taken(Array.ConvertAll(Inputs, ModuleTrial.MakeUp)), Call).OutputShape();
        return new NamedTensors(Trained().Select(p => KeyValuePair.Create(p.Name, Tensor.Of(Shape.Of([.. p.Value.shape.Select(d => checked((int)d))]), Transfer.ToDoubles(p.Value)))));
    });

    /// <summary>The result for a batch.</summary>
    public torch.Tensor Forward(torch.Tensor[] inputs, torch.Tensor[] values) => With(values, _ =>
    {
        using var none = torch.no_grad();
        return Checked(Call(Taken(inputs)), inputs);
    });

    /// <summary>The adjoint of one input.</summary>
    public torch.Tensor InputGradient(torch.Tensor[] inputs, torch.Tensor[] values, torch.Tensor adjoint, int input) => With(values, _ =>
    {
        var taken = Taken(inputs);
        taken[input].requires_grad_(true);
        return Backward(taken, adjoint, [taken[input]])[0];
    });

    /// <summary>The adjoints of all parameters, one behind the other.</summary>
    public torch.Tensor ParameterGradient(torch.Tensor[] inputs, torch.Tensor[] values, torch.Tensor adjoint) => With(values, parameters =>
    {
        var adjoints = Backward(Taken(inputs), adjoint, parameters);
        return torch.cat([.. adjoints.Select(a => a.reshape(-1).to(adjoint.dtype, adjoint.device))], 0);
    });

    /// <summary>Puts values into the module.</summary>
    public void Load((string Name, Tensor Value)[] values) => Locked(() =>
    {
        using var none = torch.no_grad();
        var parameters = Trained().ToDictionary(p => p.Name, p => p.Value);
        foreach (var (name, value) in values)
        {
            var numbers = Transfer.ToDevice(Evaluation.Of(value), Dimensions.Of(value), torch.CPU);
            parameters[name].copy_(numbers);
        }

        return true;
    });

    // Those that the user wants trained; by name, so that a module that was moved has them still.
    private IEnumerable<(string Name, torch.Tensor Value)> Trained() =>
        module.named_parameters().Where(p => p.parameter.requires_grad).Select(p => (p.name, (torch.Tensor)p.parameter));

    private torch.Tensor[] Backward(torch.Tensor[] inputs, torch.Tensor adjoint, torch.Tensor[] leaves)
    {
        using var grad = torch.enable_grad();
        var result = Checked(Call(inputs), inputs);
        if (result.requires_grad)
        {
            Guarded(inputs, () =>
            {
                torch.autograd.backward([result], [adjoint.to(result.dtype, result.device)], inputs: leaves);
                return result;
            });
        }

        return Array.ConvertAll(leaves, leaf => leaf.grad is { } found ? found.detach() : torch.zeros_like(leaf));
    }

    private torch.Tensor With(torch.Tensor[] values, Func<torch.Tensor[], torch.Tensor> body) => Locked(() =>
    {
        CheckModes();
        var parameters = values.Length == 0 ? [] : Trained().Select(p => p.Value).ToArray();
        if (parameters.Length != values.Length)
        {
            throw TorchErrors.ModuleChanged(Name, "parameters that require a gradient were added or removed");
        }

        var own = Array.ConvertAll(parameters, p => (Value: p.detach(), Gradient: p.grad));
        try
        {
            Refer(parameters, [.. parameters.Zip(values, (p, v) => v.to(p.dtype, p.device).contiguous())]);
            Array.ForEach(parameters, p => p.grad = null);
            return body(parameters).MoveToOuterDisposeScope();
        }
        finally
        {
            Refer(parameters, Array.ConvertAll(own, o => o.Value));
            for (var i = 0; i < parameters.Length; i++)
            {
                parameters[i].grad = own[i].Gradient;
            }
        }
    });

    private static void Refer(torch.Tensor[] parameters, torch.Tensor[] values)
    {
        using var none = torch.no_grad();
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i].set_(values[i]);
        }
    }

    private T Locked<T>(Func<T> body)
    {
        using var held = ModuleGate.Enter(gates);
        using var scope = torch.NewDisposeScope();
        using var normal = torch.inference_mode(false);
        return body();
    }

    // In the type and on the device of the module: new tensors, since those of a run cannot be kept for a backward pass.
    private torch.Tensor[] Taken(torch.Tensor[] inputs)
    {
        var model = module.parameters().Concat(module.buffers()).FirstOrDefault(p => p.is_floating_point());
        return [.. inputs.Select((x, i) => x.to(Inputs[i].IsIndex ? x.dtype : model?.dtype ?? x.dtype, model?.device ?? x.device, copy: true))];
    }

    private torch.Tensor Call(torch.Tensor[] inputs) => Guarded(inputs, () => forward(inputs));

    private torch.Tensor Guarded(torch.Tensor[] inputs, Func<torch.Tensor> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (e is not (OperationCanceledException or DiffProbException) && !IsOutOfMemory(e))
        {
            throw TorchErrors.ModuleFailed(Name, inputs.Select(x => x.shape), e);
        }
    }

    // The engine says more about it.
    private static bool IsOutOfMemory(Exception e) => e is ExternalException && e.Message.Contains("memory", StringComparison.OrdinalIgnoreCase);

    private torch.Tensor Checked(torch.Tensor result, torch.Tensor[] inputs)
    {
        long[] wanted = [inputs[0].shape[0], .. Output.Select(d => (long)d)];
        return result.shape.SequenceEqual(wanted) ? result : throw TorchErrors.ModuleOutput(Name, wanted, result.shape);
    }

    private void CheckModes()
    {
        foreach (var (part, isTraining) in modes)
        {
            if (part.training != isTraining)
            {
                throw TorchErrors.ModuleChanged(Name, $"{part.GetName()} was set to {(isTraining ? "eval" : "train")}()");
            }
        }
    }
}
