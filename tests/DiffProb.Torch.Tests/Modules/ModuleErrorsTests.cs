using TorchSharp;
using static DiffProb.Prob;
using static TorchSharp.torch.nn;

namespace DiffProb;

/// <summary>What cannot be done with a module, and what the messages say.</summary>
public sealed class ModuleErrorsTests
{
    private readonly TorchModule module = TorchModule.Of("net", Networks.TwoLayers(), Shape.Of(3));

    private static void Refuses(Action act, params string[] parts)
    {
        var message = Assert.ThrowsAny<DiffProbException>(act).Message;
        Assert.StartsWith("Module \"", message, StringComparison.Ordinal);
        Assert.Contains("\n  try ", message, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_input_of_another_shape_is_refused_by_name() =>
        Refuses(() => module.Apply(module.Parameters, Tensor.Zeros(Shape.Of(3, 4))), "\"net\"", "last dimensions of input 1 must be [3]", "its shape is [3, 4]");

    [Fact]
    public void A_row_that_is_too_short_is_refused() =>
        Refuses(() => TorchModule.Of("net", Flatten(2), Shape.Of(2, 2)).Apply(new NamedTensors([]), Tensor.Zeros(Shape.Of(2))), "must be [2, 2]", "its shape is [2]");

    [Fact]
    public void Too_many_inputs_are_refused() =>
        Refuses(() => module.Apply(module.Parameters, Tensor.Zeros(Shape.Of(3)), 1.0), "takes 1 input, but 2 are given");

    [Fact]
    public void An_index_that_is_a_float_is_refused()
    {
        var table = TorchModule.Of("table", Embedding(4, 2), new ModuleInput(Shape.Scalar) { IsIndex = true });
        Refuses(() => table.Apply(table.Parameters, 1.5), "\"table\"", "declared as an index", "Float64", "Cast(DType.Int64)");
    }

    [Fact]
    public void Several_affine_inputs_are_refused() => Refuses(
        () => TorchModule.Of("two", new TwoInputs(), new(Shape.Of(2)) { Dependence = Dependence.Affine }, new(Shape.Of(2))), "\"two\"", "Affine", "Dependence.Smooth");

    [Fact]
    public void A_missing_parameter_is_named_with_what_is_there()
    {
        Refuses(() => module.Apply(new NamedTensors([]), Tensor.Zeros(Shape.Of(3))), "no value for its parameter \"0.weight\"", "values: none\n");
        Refuses(() => module.Load(module.Parameters), "no value for its parameter \"net.0.weight\"", "values: 0.bias, 0.weight, 2.bias, 2.weight", "\"model/\"");
    }

    [Fact]
    public void A_value_of_another_shape_is_refused_and_none_is_put_in()
    {
        var net = Networks.TwoLayers();
        var taken = TorchModule.Of("net", net, Shape.Of(3));
        var values = taken.Parameters.ToDictionary(p => $"net.{p.Key}", p => p.Key == "2.bias" ? Tensor.Zeros(Shape.Of(7)) : p.Value + 1.0);
        Refuses(() => taken.Load(values), "\"net.2.bias\" has shape [2], but this value has shape [7]");
        using var scope = torch.NewDisposeScope();
        Assert.All(net.named_parameters(), p => Assert.Equal(taken.Parameters[p.name].ToArray(), Transfer.ToDoubles(p.parameter)));
    }

    [Fact]
    public void A_module_that_loses_the_batch_is_refused() =>
        Refuses(() => TorchModule.Of("sum", new Function(x => x.sum()), Shape.Of(2)), "\"sum\"", "from [3, 2] it made []", "keeps the first dimension");

    [Fact]
    public void A_module_that_gives_whole_numbers_is_refused() =>
        Refuses(() => TorchModule.Of("best", new Function(x => x.argmax(-1)), Shape.Of(2)), "\"best\"", "gives Int64", "argmax");

    [Fact]
    public void Dropout_in_training_is_refused_and_in_eval_it_is_not()
    {
        var net = Sequential(Linear(3, 100), Dropout(0.5));
        Refuses(() => TorchModule.Of("net", net, Shape.Of(3)), "two calls with the same input gave different numbers", "dropout", "module.eval()");
        net.eval();
        Assert.Equal(Shape.Of(100), TorchModule.Of("net", net, Shape.Of(3)).Output);
    }

    [Fact]
    public void A_batch_norm_in_training_is_refused_and_its_buffers_are_as_they_were()
    {
        var net = Sequential(Linear(3, 4), BatchNorm1d(4));
        var before = net.buffers().Select(Transfer.ToDoubles).ToArray();
        Refuses(() => TorchModule.Of("net", net, Shape.Of(3)), "changes its buffers", "batch norm", "module.eval()");
        Assert.Equal(before, net.buffers().Select(Transfer.ToDoubles));
    }

    [Fact]
    public void A_module_that_mixes_rows_is_refused()
    {
        Refuses(() => TorchModule.Of("net", BatchNorm1d(3, track_running_stats: false), Shape.Of(3)), "depends on the other rows", "layer norm");
        Refuses(() => TorchModule.Of("net", new Function(x => x - x.mean([0L], true)), Shape.Of(3)), "depends on the other rows");
    }

    [Fact]
    public void A_derivative_that_is_promised_and_not_there_is_refused()
    {
        Refuses(() => TorchModule.Of("round", new Function(x => x.detach()), Shape.Of(3)), "declared Kinked in input 1", "no derivative", "Dependence.Step");
        Refuses(() => TorchModule.Of("round", Sequential(new Function(x => x.sign().detach()), Linear(3, 1)), Shape.Of(3)), "declared Kinked in input 1", "Frozen()");
    }

    [Fact]
    public void Second_derivatives_are_refused()
    {
        var x = Tensor.Parameter("x", Shape.Of(3));
        var loss = module.Apply(module.Parameters, x).Square().Sum();
        Refuses(() => Gradient.Of(Gradient.Of(loss, x)[0].Sum(), x), "second derivatives", "Score", "MatMul");
        var weight = Tensor.Parameter("w", Shape.Of(4, 3));
        var own = module.Parameters.ToDictionary(p => p.Key, p => p.Key == "0.weight" ? weight : p.Value);
        loss = module.Apply(own, Tensor.Vector(1, 2, 3)).Square().Sum();
        Refuses(() => Gradient.Of(Gradient.Of(loss, weight)[0].Sum(), weight), "second derivatives");
    }

    [Fact]
    public void Parameters_of_a_module_that_jumps_have_no_derivative()
    {
        var steps = TorchModule.Of("net", Networks.TwoLayers(), new ModuleInput(Shape.Of(3)) { Dependence = Dependence.Step });
        var weight = Tensor.Parameter("w", Shape.Of(4, 3));
        var own = steps.Parameters.ToDictionary(p => p.Key, p => p.Key == "0.weight" ? weight : p.Value);
        Refuses(() => Gradient.Of(steps.Apply(own, Tensor.Vector(1, 2, 3)).Sum(), weight), "declared to jump", "Frozen()");
    }

    [Fact]
    public void What_a_module_throws_is_told_with_the_sizes_that_it_was_given()
    {
        Refuses(() => TorchModule.Of("net", Linear(4, 2), Shape.Of(3)), "\"net\" threw", "[3, 3]", "module.forward");
        var thrown = Assert.ThrowsAny<DiffProbException>(() => TorchModule.Of("net", new Function(_ => throw new InvalidOperationException("no luck")), Shape.Of(3)));
        Assert.Contains("InvalidOperationException: no luck", thrown.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(thrown.InnerException);
    }

    [Fact]
    public void A_derivative_that_fails_is_told_the_same_way()
    {
        // In place, on what backward needs.
        var taken = TorchModule.Of("in place", new Function(x => x.shape[0] == 2 && torch.is_grad_enabled() ? Doubled(x.exp()) : x.exp()), Shape.Of(3));
        var x = Tensor.Parameter("x", Shape.Of(2, 3));
        var slope = Gradient.Of(taken.Apply(taken.Parameters, x).Sum(), x)[0];
        Refuses(() => TorchEngine.Cpu.Compile([slope], [x]).Run(Bindings.Empty.With("x", Tensor.Zeros(x.Shape))), "\"in place\" threw", "modified by an inplace operation");

        static torch.Tensor Doubled(torch.Tensor y) => y.add_(y);
    }

    [Fact]
    public void A_result_of_another_shape_than_in_the_trial_is_refused()
    {
        var taken = TorchModule.Of("net", new Function(x => x.shape[0] > 3 ? x.reshape(-1, 1) : x), Shape.Of(3));
        Refuses(() => taken.Apply(taken.Parameters, Tensor.Zeros(Shape.Of(5, 3))).ToArray(), "gave [15, 1] where [5, 3] was expected", "a row had shape [3]");
    }

    [Fact]
    public void A_module_that_was_changed_is_refused()
    {
        var net = Sequential(Linear(3, 2), Dropout(0.5));
        net.eval();
        var taken = TorchModule.Of("net", net, Shape.Of(3));
        net.train();
        Refuses(() => taken.Apply(taken.Parameters, Tensor.Vector(1, 2, 3)).ToArray(), "not as it was", "was set to train()", "TorchModule.Of after the change");
        net.eval();
        net.parameters().First().requires_grad_(false);
        Refuses(() => taken.Apply(taken.Parameters, Tensor.Vector(1, 2, 3)).ToArray(), "not as it was", "require a gradient");
    }

    [Fact]
    public void Nothing_is_taken_without_a_name() => Assert.Throws<ArgumentException>(() => TorchModule.Of(" ", Linear(3, 2), Shape.Of(3)));

    [Fact]
    public void A_program_says_where_the_shape_is_wrong() =>
        Refuses(() => Through(module, Tensor.Zeros(Shape.Of(4))).Select(r => r.Sum()).Estimate().Value(), "last dimensions of input 1 must be [3]");
}
