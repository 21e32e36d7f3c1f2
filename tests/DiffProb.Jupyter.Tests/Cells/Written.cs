namespace DiffProb.Cells;

/// <summary>Keeps what cells write and show, and does something whenever they do.</summary>
internal sealed class Written(Action? then = null) : ICellOutput
{
    private readonly Lock access = new();

    public List<(CellStream Stream, string Text)> Pieces { get; } = [];

    public List<(string What, string Id, CellValue? Value)> Shown { get; } = [];

    public void Write(CellStream stream, string text)
    {
        lock (access)
        {
            Pieces.Add((stream, text));
        }

        then?.Invoke();
    }

    public void Display(CellValue value, string id) => Add("display", id, value);

    public void Update(CellValue value, string id) => Add("update", id, value);

    public void Clear(bool wait) => Add(wait ? "clear later" : "clear", "", null);

    private void Add(string what, string id, CellValue? value)
    {
        lock (access)
        {
            Shown.Add((what, id, value));
        }

        then?.Invoke();
    }
}
