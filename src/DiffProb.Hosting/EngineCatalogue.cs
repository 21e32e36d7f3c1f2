namespace DiffProb;

/// <summary>An engine that the application has added.</summary>
internal sealed record AddedEngine(string Name, Func<DiffProbOptions, IEngine> Create);

/// <summary>The engines that settings may name: the managed one, and those that the application has added.</summary>
internal sealed class EngineCatalogue(IEnumerable<AddedEngine> added)
{
    internal const string Managed = "managed";

    private readonly AddedEngine[] engines = [new(Managed, CreateManaged), .. added];

    /// <summary>The engine that settings name.</summary>
    /// <exception cref="DiffProbException">There is none, or there are two; or it has no such device.</exception>
    internal IEngine Create(DiffProbOptions settings)
    {
        var named = Array.FindAll(engines, e => string.Equals(e.Name, settings.Engine, StringComparison.OrdinalIgnoreCase));
        return named switch
        {
            [] => throw HostingErrors.NoEngine(settings.Engine, engines.Select(e => e.Name)),
            [var engine] => engine.Create(settings) ?? throw HostingErrors.EngineIsNull(engine.Name),
            [var first, ..] => throw HostingErrors.EngineTwice(first.Name),
        };
    }

    private static ManagedEngine CreateManaged(DiffProbOptions settings) =>
        settings.Device is null || string.Equals(settings.Device, "cpu", StringComparison.OrdinalIgnoreCase)
            ? settings.Threads is { } threads ? new(threads) : ManagedEngine.Default
            : throw HostingErrors.ManagedDevice(settings.Device);
}
