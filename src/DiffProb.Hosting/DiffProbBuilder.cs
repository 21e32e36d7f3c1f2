using Microsoft.Extensions.DependencyInjection;

namespace DiffProb;

/// <summary>What can be said further of DiffProb among the services of an application.</summary>
public sealed class DiffProbBuilder
{
    internal DiffProbBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the application.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds an engine that the settings may name.</summary>
    /// <example><code>
    /// builder.Services.AddDiffProb().AddEngine("torch", o => TorchEngine.Named(o.Device, o.Threads));
    /// </code></example>
    /// <param name="name">Its name in the settings; upper and lower case are the same.</param>
    /// <param name="create">Makes it for the device and the threads of the settings, and refuses what it does not have, which the application then says when it starts. It is called only where the settings name it.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public DiffProbBuilder AddEngine(string name, Func<DiffProbOptions, IEngine> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        Services.AddSingleton(new AddedEngine(name, create));
        return this;
    }
}
