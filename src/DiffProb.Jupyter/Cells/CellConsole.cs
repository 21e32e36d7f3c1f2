using System.Text;

namespace DiffProb;

/// <summary>The console while a cell has it: what is written is handed on, up to a limit, and there is nothing to read.</summary>
internal sealed class CellConsole : IDisposable
{
    /// <summary>What one cell may write, in characters, to both streams together.</summary>
    public const int Limit = 1_000_000;

    private static readonly SemaphoreSlim Turn = new(1);

    private readonly Lock access = new();
    private readonly Action<CellStream, string> write;
    private readonly TextWriter output = Console.Out;
    private readonly TextWriter error = Console.Error;
    private readonly TextReader input = Console.In;
    private int left = Limit;

    /// <summary>Takes the console, when the cell before has left it.</summary>
    public CellConsole(Action<CellStream, string> write)
    {
        this.write = write;
        Turn.Wait();
        Console.SetOut(new Writer(this, CellStream.Stdout));
        Console.SetError(new Writer(this, CellStream.Stderr));
        Console.SetIn(TextReader.Null);
    }

    /// <summary>Gives the console back. What a thread of the cell writes later is dropped.</summary>
    public void Dispose()
    {
        Console.SetOut(output);
        Console.SetError(error);
        Console.SetIn(input);
        lock (access)
        {
            left = -1;
        }

        Turn.Release();
    }

    private void Write(CellStream stream, ReadOnlySpan<char> text)
    {
        lock (access)
        {
            if (left < 0 || text.IsEmpty)
            {
                return;
            }

            write(stream, text[..Math.Min(left, text.Length)].ToString());
            if (text.Length > left)
            {
                write(CellStream.Stderr, JupyterErrors.OutputIsCut(Limit));
            }

            left = text.Length > left ? -1 : left - text.Length;
        }
    }

    private sealed class Writer(CellConsole console, CellStream stream) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => console.Write(stream, [value]);

        public override void Write(char[] buffer, int index, int count) => console.Write(stream, buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer) => console.Write(stream, buffer);

        public override void Write(string? value) => console.Write(stream, value);

        // In one piece, so that lines of several threads stay whole.
        public override void WriteLine(string? value) => console.Write(stream, value + CoreNewLine[0]);
    }
}
