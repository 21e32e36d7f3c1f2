using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DiffProb;

/// <summary>DiffProb among the services of an application.</summary>
public static class DiffProbServices
{
    /// <summary>Adds <see cref="DiffProbRunner"/>, with the settings in the section "DiffProb" of the application's configuration.</summary>
    /// <param name="services">The services of the application.</param>
    public static DiffProbBuilder AddDiffProb(this IServiceCollection services)
    {
        var builder = Add(services);
        services.AddSingleton<IConfigureOptions<DiffProbOptions>>(p => new SectionReader(p.GetRequiredService<IConfiguration>().GetSection(DiffProbOptions.Section)));
        return builder;
    }

    /// <summary>Adds <see cref="DiffProbRunner"/>, with the settings in a section of a configuration.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="section">The section that holds Engine, Seed and the others.</param>
    public static DiffProbBuilder AddDiffProb(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var builder = Add(services);
        services.AddSingleton<IConfigureOptions<DiffProbOptions>>(new SectionReader(section));
        return builder;
    }

    /// <summary>Adds <see cref="DiffProbRunner"/>, with settings said here.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets them.</param>
    public static DiffProbBuilder AddDiffProb(this IServiceCollection services, Action<DiffProbOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = Add(services);
        services.Configure(configure);
        return builder;
    }

    private static DiffProbBuilder Add(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<DiffProbOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DiffProbOptions>, SettingsValidator>());
        services.TryAddSingleton(p => new EngineCatalogue(p.GetServices<AddedEngine>()));
        services.TryAddSingleton(p => new DiffProbRunner(p.GetRequiredService<IOptions<DiffProbOptions>>(), p.GetRequiredService<EngineCatalogue>(), p.GetService<ILoggerFactory>()));
        return new(services);
    }
}
