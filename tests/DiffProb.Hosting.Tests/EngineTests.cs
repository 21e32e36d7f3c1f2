using DiffProb;
using static DiffProb.Prob;

namespace HostingTests;

/// <summary>Engines that an application adds, and one runner for any number of requests.</summary>
public sealed class EngineTests
{
    [Fact]
    public async Task An_engine_that_was_added_is_made_for_the_settings_that_name_it()
    {
        var made = new List<(string? Device, int? Threads)>();
        var engine = new ManagedEngine(1);
        void Add(DiffProbBuilder builder) => builder.AddEngine("mine", o =>
        {
            made.Add((o.Device, o.Threads));
            return engine;
        });
        Assert.Same(engine, (await Application.Start([("Engine", "MINE"), ("Device", "gpu:7"), ("Threads", "3")], Add)).Engine);
        Assert.All(made, m => Assert.Equal(("gpu:7", 3), m));
        made.Clear();
        Assert.Same(ManagedEngine.Default, (await Application.Start([], Add)).Engine);
        Assert.Empty(made);
    }

    [Fact]
    public async Task What_an_engine_refuses_is_said_when_the_application_starts()
    {
        static void Refuse(DiffProbBuilder builder) => builder.AddEngine("mine", o => throw new DiffProbException($"no device {o.Device}"));
        Assert.Equal("DiffProb: Engine is \"mine\": no device x", await Application.Mistakes([("Engine", "mine"), ("Device", "x")], Refuse));
        static void Forget(DiffProbBuilder builder) => builder.AddEngine("mine", _ => null!);
        Assert.Contains("gave null", await Application.Mistakes([("Engine", "mine")], Forget), StringComparison.Ordinal);
        static void Twice(DiffProbBuilder builder) => builder.AddEngine("mine", _ => ManagedEngine.Default).AddEngine("Mine", _ => ManagedEngine.Default);
        Assert.Contains("added twice", await Application.Mistakes([("Engine", "mine")], Twice), StringComparison.Ordinal);
        static void Replace(DiffProbBuilder builder) => builder.AddEngine("managed", _ => new ManagedEngine(1));
        Assert.Contains("is there of itself", await Application.Mistakes([], Replace), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_must_be_one()
    {
        await Application.Start([], builder =>
        {
            Assert.ThrowsAny<ArgumentException>(() => builder.AddEngine(" ", _ => ManagedEngine.Default));
            Assert.Throws<ArgumentNullException>(() => builder.AddEngine("mine", null!));
        });
    }

    /// <summary>"auto" needs no libtorch for small graphs, and a device that is none is refused before libtorch is looked for.</summary>
    [Fact]
    public async Task The_torch_engine_is_added_by_one_call()
    {
        static void Add(DiffProbBuilder builder) => builder.AddEngine("torch", o => TorchEngine.Named(o.Device, o.Threads));
        Assert.Same(TorchEngine.Auto, (await Application.Start([("Engine", "torch"), ("Device", "auto")], Add)).Engine);
        var message = await Application.Mistakes([("Engine", "torch"), ("Device", "gpu")], Add);
        Assert.Contains("Engine is \"torch\": TorchEngine: there is no device \"gpu\"", message, StringComparison.Ordinal);
        message = await Application.Mistakes([("Engine", "libtorch")], Add);
        Assert.Contains("there are \"managed\", \"torch\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_runner_serves_many_at_once_and_each_gets_its_own_answer()
    {
        var runner = await Application.Start([("Threads", "1")]);
        double Answer(int i)
        {
            var program =
                from m in Param("m", 0.1 * i)
                from x in Sample("x", new Normal(m, 1.0))
                select x.Square();
            return runner.Minimize(program).Seed((ulong)i).Steps(20).Run()["m"].ToDouble();
        }

        var alone = Enumerable.Range(0, 16).Select(Answer).ToArray();
        var together = new double[160];
        Parallel.For(0, together.Length, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i => together[i] = Answer(i % 16));
        Assert.All(together, (x, i) => Assert.Equal(alone[i % 16], x));
    }
}
