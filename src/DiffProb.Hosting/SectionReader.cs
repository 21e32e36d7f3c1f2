using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace DiffProb;

/// <summary>Reads settings from a section of a configuration; a word that is no setting, or a value that is none, is an error and not passed over.</summary>
internal sealed class SectionReader(IConfiguration section) : IConfigureOptions<DiffProbOptions>
{
    private static readonly (string Name, string Kind, Func<DiffProbOptions, string, bool> Set)[] Settings =
    [
        (nameof(DiffProbOptions.Engine), "the name of an engine", (o, text) => Has(text, () => o.Engine = text)),
        (nameof(DiffProbOptions.Device), "the name of a device", (o, text) => Has(text, () => o.Device = text)),
        (nameof(DiffProbOptions.Threads), "a whole number", (o, text) => int.TryParse(text, CultureInfo.InvariantCulture, out var n) && Is(() => o.Threads = n)),
        (nameof(DiffProbOptions.Seed), "a whole number from 0 to 18446744073709551615", (o, text) => ulong.TryParse(text, CultureInfo.InvariantCulture, out var n) && Is(() => o.Seed = n)),
        (nameof(DiffProbOptions.Precision), "Float64 or Float32", (o, text) => Enum.TryParse<DType>(text, true, out var type) && Enum.IsDefined(type) && !char.IsDigit(text[0]) && Is(() => o.Precision = type)),
    ];

    public void Configure(DiffProbOptions options)
    {
        var mistakes = new List<string>();
        foreach (var entry in section.GetChildren())
        {
            var setting = Array.Find(Settings, s => string.Equals(s.Name, entry.Key, StringComparison.OrdinalIgnoreCase));
            if (setting.Set is null)
            {
                mistakes.Add(HostingErrors.NoSetting(entry.Path, Settings.Select(s => s.Name)));
            }
            else if (entry.Value is null ? entry.GetChildren().Any() : !setting.Set(options, entry.Value))
            {
                mistakes.Add(HostingErrors.NotAValue(entry.Path, setting.Kind, entry.Value));
            }
        }

        if (mistakes.Count > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(DiffProbOptions), mistakes);
        }
    }

    private static bool Has(string text, Action set) => text.Length > 0 && Is(set);

    private static bool Is(Action set)
    {
        set();
        return true;
    }
}
