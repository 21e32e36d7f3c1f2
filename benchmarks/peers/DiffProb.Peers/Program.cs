using DiffProb;

if (args is [FirstSide.Word])
{
    ReadySide.First(ManagedEngine.Default);
    return 0;
}

if (!Restart.IsDone)
{
    return Restart.Run(args);
}

Arguments? arguments;
try
{
    arguments = Arguments.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

if (arguments is null)
{
    Console.WriteLine(Arguments.Help);
    return 0;
}

TorchRuntime.Initialize();
using var comparison = new Comparison(arguments);
var about = comparison.About();
var table = comparison.Run();
var text = table.ToMarkdown(about);
Console.WriteLine(text);
if (arguments.Markdown is { } file)
{
    File.WriteAllText(file, text);
}

return table.HasFailures ? 1 : 0;
