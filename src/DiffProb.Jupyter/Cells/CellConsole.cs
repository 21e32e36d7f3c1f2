using System.Text;

namespace DiffProb;

/// <summary>The console while a cell has it: what is written is handed on, up to a limit, and counted beyond it.</summary>
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
    private long over;
    private bool isClosed;

    /// <summary>Takes the console, when the cell before has left it.</summary>
    /// <param name="write">Takes what is written.</param>
    /// <param name="read">What there is to read.</param>
    public CellConsole(Action<CellStream, string> write, TextReader read)
    {
        this.write = write;
        Turn.Wait();
        Console.SetOut(new Writer(this, CellStream.Stdout));
        Console.SetError(new Writer(this, CellStream.Stderr));
        Console.SetIn(read);
    }

    /// <summary>Gives the console back. What a thread of the cell writes later is dropped.</summary>
    public void Dispose()
    {
        Console.SetOut(output);
        Console.SetError(error);
        Console.SetIn(input);
        lock (access)
        {
            isClosed = true;
            if (over > 0)
            {
                write(CellStream.Stderr, JupyterErrors.OutputIsLeftOut(over));
            }
        }

        Turn.Release();
    }

    private void Write(CellStream stream, ReadOnlySpan<char> text)
    {
        lock (access)
        {
            if (isClosed || text.IsEmpty)
            {
                return;
            }

            var taken = Math.Min(left, text.Length);
            if (taken > 0)
            {
                write(stream, text[..taken].ToString());
            }

            if (taken < text.Length && over == 0)
            {
                write(CellStream.Stderr, JupyterErrors.OutputIsCut(Limit));
            }

            left -= taken;
            over += text.Length - taken;
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
