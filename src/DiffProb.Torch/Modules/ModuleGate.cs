using System.Runtime.CompilerServices;
using TorchSharp;

namespace DiffProb;

/// <summary>A lock of modules: one that was taken twice, or is a part of two that were, is called by one thread at a time.</summary>
internal sealed class ModuleGate
{
    private static readonly Lock Registry = new();
    private static readonly ConditionalWeakTable<torch.nn.Module, ModuleGate> Known = [];
    private static long count;

    private readonly long number = count++;

    private ModuleGate()
    {
    }

    /// <summary>The locks of a module with its parts, in the order in which they are taken.</summary>
    public static ModuleGate[] Of(IEnumerable<torch.nn.Module> parts)
    {
        lock (Registry)
        {
            var made = new ModuleGate();
            return [.. parts.Select(p => Known.GetValue(p, _ => made)).Distinct().OrderBy(g => g.number)];
        }
    }

    /// <summary>Takes locks until the result is disposed.</summary>
    public static IDisposable Enter(ModuleGate[] gates)
    {
        Array.ForEach(gates, Monitor.Enter);
        return new Held(gates);
    }

    private sealed class Held(ModuleGate[] gates) : IDisposable
    {
        public void Dispose() => Array.ForEach(gates, Monitor.Exit);
    }
}
