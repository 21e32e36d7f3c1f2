namespace DiffProb;

/// <summary>The streams that a cell writes to, by Jupyter's names.</summary>
internal enum CellStream
{
    Stdout,
    Stderr,
}
