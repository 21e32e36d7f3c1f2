/// Pages of the docs, and the programs that they show.
module internal DiffProb.Tests.Pages

open System.IO
open System.Reflection

/// A file of the checkout, with line ends of one character.
let read path =
    let root =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        |> Seq.find (fun a -> a.Key = "RepositoryRoot")
        |> _.Value

    File.ReadAllText(Path.Combine(string root, path)).ReplaceLineEndings "\n"

/// What stands between two marks.
let between (start: string) (stop: string) (text: string) =
    let from = text.IndexOf start + start.Length
    text.Substring(from, text.IndexOf(stop, from) - from).Trim()

/// A page shows the program that is compiled.
let shows (file: string) (page: string) =
    Xunit.Assert.Equal(
        between "// <page>" "// </page>" (read $"tests/DiffProb.Core.Tests/Programs/{file}"),
        between "```fsharp" "```" (read page)
    )
