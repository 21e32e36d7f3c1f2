namespace DiffProb;

/// <summary>The languages of cells.</summary>
internal enum CellLanguage
{
    FSharp,
    CSharp,
}
