namespace DiffProb.Protocol;

/// <summary>One kernel of each language, each when it is first asked for.</summary>
public sealed class Kernels : IDisposable
{
    private readonly Dictionary<string, (KernelProcess Process, KernelClient Client)> kernels = [];

    public KernelClient this[string language] => Of(language).Client;

    public KernelProcess Process(string language) => Of(language).Process;

    public void Dispose()
    {
        foreach (var (process, client) in kernels.Values)
        {
            client.Dispose();
            process.Dispose();
        }
    }

    private (KernelProcess Process, KernelClient Client) Of(string language)
    {
        if (!kernels.TryGetValue(language, out var kernel))
        {
            var process = new KernelProcess(language);
            kernels[language] = kernel = (process, new KernelClient(process));
        }

        return kernel;
    }
}
