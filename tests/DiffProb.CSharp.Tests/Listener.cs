namespace CSharpTests;

/// <summary>Hears progress where it is told: <see cref="Progress{T}"/> would hear it later, on another thread.</summary>
internal sealed class Listener<T>(Action<T> hear) : IProgress<T>
{
    public void Report(T value) => hear(value);
}
