using DiffProb;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using static DiffProb.Prob;

namespace HostingTests;

/// <summary>Settings of an application reach its runs, and what is wrong with them is said when it starts.</summary>
public sealed class SettingsTests
{
    private static readonly Prob<Tensor> Squared =
        from m in Param("m", 0.5)
        from x in Sample("x", new Normal(m, 1.0))
        select x.Square();

    [Fact]
    public async Task What_the_configuration_says_is_what_runs_do()
    {
        var runner = await Application.Start([("Engine", "Managed"), ("Device", "cpu"), ("Threads", "1"), ("Seed", "18446744073709551615"), ("Precision", "float32")]);
        Assert.Equal(("managed", ulong.MaxValue, DType.Float32), (runner.Engine.Name, runner.Seed, runner.Precision));
        Assert.Contains("1 threads", runner.Engine.Compile([Tensor.Parameter("x", Shape.Scalar).Exp()], [Tensor.Parameter("x", Shape.Scalar)]).Explain(), StringComparison.Ordinal);
        var g = runner.Estimate(Squared).Gradient();
        Assert.Equal(Squared.Estimate().Seed(ulong.MaxValue).Precision(DType.Float32).Gradient().Value.Mean, g.Value.Mean);
        Assert.Equal(DType.Float32, g["m"].DType);
        var down = Squared.Minimize().Seed(ulong.MaxValue).Precision(DType.Float32).Steps(3).Run();
        Assert.Equal(down.History, runner.Minimize(Squared).Steps(3).Run().History);
        var up = Squared.Maximize().Seed(ulong.MaxValue).Precision(DType.Float32).Steps(3).Run();
        Assert.Equal(up.History, runner.Maximize(Squared).Steps(3).Run().History);
        Assert.NotEqual(up.History, down.History);
    }

    [Fact]
    public async Task A_run_may_say_otherwise()
    {
        var runner = await Application.Start([("Seed", "1")]);
        Assert.Equal(Squared.Estimate().Seed(9).Value().Mean, runner.Estimate(Squared).Seed(9).Value().Mean);
        Assert.Equal(Squared.Estimate().Seed(1).Value().Mean, runner.Estimate(Squared).Value().Mean);
        Assert.Throws<ArgumentNullException>(() => runner.Estimate<Tensor>(null!));
        Assert.Throws<ArgumentNullException>(() => runner.Minimize<Tensor>(null!));
        Assert.Throws<ArgumentNullException>(() => runner.Maximize<Tensor>(null!));
    }

    [Fact]
    public async Task Without_a_section_the_defaults_hold()
    {
        var runner = await Application.Start([]);
        Assert.Equal((0UL, DType.Float64), (runner.Seed, runner.Precision));
        Assert.Same(ManagedEngine.Default, runner.Engine);
    }

    [Fact]
    public async Task A_null_leaves_a_setting_out()
    {
        var runner = await Application.Start([("Device", null), ("Threads", null)]);
        Assert.Same(ManagedEngine.Default, runner.Engine);
    }

    [Theory]
    [InlineData("Threads", "0", "Threads must be at least 1, but it is 0", "leaving it out")]
    [InlineData("Threads", "-2", "Threads must be at least 1, but it is -2")]
    [InlineData("Threads", "two", "DiffProb:Threads must be a whole number, but it is \"two\"")]
    [InlineData("Seed", "-1", "DiffProb:Seed must be a whole number from 0", "\"-1\"")]
    [InlineData("Seed", "1.5", "DiffProb:Seed must be a whole number from 0", "\"1.5\"")]
    [InlineData("Precision", "Int64", "Precision must be Float64 or Float32, but it is Int64")]
    [InlineData("Precision", "half", "DiffProb:Precision must be Float64 or Float32, but it is \"half\"")]
    [InlineData("Precision", "1", "DiffProb:Precision must be Float64 or Float32, but it is \"1\"")]
    [InlineData("Precision", "", "DiffProb:Precision must be Float64 or Float32, but it is \"\"")]
    [InlineData("Engine", "torch", "Engine is \"torch\"", "there are \"managed\"", "AddEngine(\"torch\", ...)")]
    [InlineData("Engine", "", "DiffProb:Engine must be the name of an engine, but it is \"\"")]
    [InlineData("Device", "cuda:0", "Engine is \"managed\"", "Device must be \"cpu\" there, but it is \"cuda:0\"")]
    [InlineData("Sead", "1", "DiffProb:Sead is no setting", "Engine, Device, Threads, Seed, Precision")]
    [InlineData("Seed:Of", "1", "DiffProb:Seed must be a whole number", "but it is a section")]
    public async Task A_mistake_is_said_when_the_application_starts(string setting, string value, params string[] parts)
    {
        var message = await Application.Mistakes([(setting, value)]);
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_mistakes_are_said_at_once()
    {
        var message = await Application.Mistakes([("Threads", "0"), ("Precision", "Bool")]);
        Assert.Contains("Threads", message, StringComparison.Ordinal);
        Assert.Contains("Bool", message, StringComparison.Ordinal);
        message = await Application.Mistakes([("Tread", "0"), ("Seed", "x")]);
        Assert.Contains("DiffProb:Tread", message, StringComparison.Ordinal);
        Assert.Contains("DiffProb:Seed", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_can_be_said_in_code_and_in_a_section_of_another_name()
    {
        using var code = new ServiceCollection().AddDiffProb(o => o.Seed = 3).Services.BuildServiceProvider();
        Assert.Equal(3UL, code.GetRequiredService<DiffProbRunner>().Seed);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Models:Seed", (string?)"4")]).Build();
        using var section = new ServiceCollection().AddDiffProb(configuration.GetSection("Models")).Services.BuildServiceProvider();
        Assert.Equal(4UL, section.GetRequiredService<DiffProbRunner>().Seed);
        using var wrong = new ServiceCollection().AddDiffProb(o => o.Threads = 0).Services.BuildServiceProvider();
        Assert.Throws<OptionsValidationException>(wrong.GetRequiredService<DiffProbRunner>);
    }

    [Fact]
    public void Runs_write_to_the_log_of_the_application()
    {
        using var lines = new Lines();
        using var services = new ServiceCollection()
            .AddLogging(l => l.AddProvider(lines).SetMinimumLevel(LogLevel.Information))
            .AddDiffProb(o => o.Seed = 3).Services
            .BuildServiceProvider();
        var runner = services.GetRequiredService<DiffProbRunner>();
        runner.Estimate(Squared).Value();
        runner.Minimize(Squared).Steps(1).Run();
        Assert.Equal("DiffProb", lines.Category);
        Assert.Contains("Value on managed: no site needs an estimator", lines.Texts);
        Assert.Contains(lines.Texts, t => t.StartsWith("Minimize done", StringComparison.Ordinal));
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        internal string? Category { get; private set; }

        internal List<string> Texts { get; } = [];

        public ILogger CreateLogger(string categoryName)
        {
            Category = categoryName;
            return this;
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Texts.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
