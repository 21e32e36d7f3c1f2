namespace DiffProb;

/// <summary>Whether a cell can be run as it stands.</summary>
internal enum CellCompleteness
{
    Complete,
    Incomplete,
    Invalid,
}
