using DiffProb;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HostingTests;

/// <summary>Applications with settings.</summary>
internal static class Application
{
    /// <summary>Starts one, and hands over its runner.</summary>
    internal static async Task<DiffProbRunner> Start(IEnumerable<(string Key, string? Value)> settings, Action<DiffProbBuilder>? more = null)
    {
        using var host = Build(settings, services => (more ?? (_ => { }))(services.AddDiffProb()));
        await host.StartAsync();
        var runner = host.Services.GetRequiredService<DiffProbRunner>();
        Assert.Same(runner, host.Services.GetRequiredService<DiffProbRunner>());
        await host.StopAsync();
        return runner;
    }

    /// <summary>What one says that does not start.</summary>
    internal static async Task<string> Mistakes(IEnumerable<(string Key, string? Value)> settings, Action<DiffProbBuilder>? more = null) =>
        string.Join('\n', (await Assert.ThrowsAsync<OptionsValidationException>(() => Start(settings, more))).Failures);

    internal static IHost Build(IEnumerable<(string Key, string? Value)> settings, Action<IServiceCollection> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"DiffProb:{s.Key}", s.Value)));
        add(builder.Services);
        return builder.Build();
    }
}
