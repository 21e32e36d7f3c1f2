using Microsoft.Extensions.Options;

namespace DiffProb;

/// <summary>Tests settings when the application starts, all of them, so that one start shows all mistakes.</summary>
internal sealed class SettingsValidator(EngineCatalogue engines) : IValidateOptions<DiffProbOptions>
{
    public ValidateOptionsResult Validate(string? name, DiffProbOptions options)
    {
        var mistakes = new List<string>();
        if (options.Threads < 1)
        {
            mistakes.Add(HostingErrors.Threads(options.Threads.Value));
        }

        if (options.Precision is not (DType.Float64 or DType.Float32))
        {
            mistakes.Add(HostingErrors.Precision(options.Precision.ToString()));
        }

        // Its own settings are in order before an engine is asked whether it likes them.
        if (mistakes.Count == 0 && Refusal(options) is { } refusal)
        {
            mistakes.Add(refusal);
        }

        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private string? Refusal(DiffProbOptions options)
    {
        try
        {
            engines.Create(options);
            return null;
        }
        catch (DiffProbException e)
        {
            return HostingErrors.OfEngine(options.Engine, e.Message);
        }
    }
}
