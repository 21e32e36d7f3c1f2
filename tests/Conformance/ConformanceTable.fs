/// docs/explanation/conformance.md: what each record is measured with, and what is refused. DIFFPROB_REGENERATE=1 writes it.
module DiffProb.Conformance.ConformanceTable

open System
open System.Collections.Generic
open System.IO
open System.Reflection
open System.Text.RegularExpressions
open Xunit
open DiffProb
open DiffProb.Conformance.Candidates
open DiffProb.Conformance.Problem

/// Reasons, lettered in the order in which they occur.
type private Notes() =
    let notes = List<string>()

    member _.Mark(reason: string) =
        if not (notes.Contains reason) then
            notes.Add reason

        let i = notes.IndexOf reason

        if i < 26 then
            string (char (int 'a' + i))
        else
            $"a{char (int 'a' + i - 26)}"

    member n.All = [ for note in notes -> n.Mark note, note ]

let private reasonOf (message: string) =
    let found =
        Regex.Match(message, "because (.*?)\\. (Valid:|No estimator)", RegexOptions.Singleline)

    (if found.Success then found.Groups.[1].Value else message).Split(':').[0]

let private line (cells: seq<string>) = "| " + String.Join(" | ", cells) + " |"

/// What each estimator is at one entry: "held" if it is measured, the letter of the reason if it is refused, "silent" if no draw can
/// tell.
let private rowsOf (notes: Notes) (problem: Problem) =
    match planned 1 problem with
    | Error message ->
        let reason (e: Estimator) =
            let family = e.Name.Split(' ').[0]

            match message.Split('\n') |> Array.tryFind _.TrimStart().StartsWith(family) with
            | Some line -> notes.Mark(line.Substring(line.IndexOf ':' + 2))
            | None -> notes.Mark "its support is not finite"

        let site = Regex.Match(message, "Site \"(.*?)\"").Groups.[1].Value

        [
            line ([ problem.Name; site; "result"; "none: refused" ] @ List.map reason all)
        ]
    | Ok plan ->
        [
            for entry in plan.Entries do
                let cell (e: Estimator) =
                    if entry.Estimator = NotNeeded.estimator then
                        ""
                    else
                        match ask 1 problem plan [ entry, e ] with
                        | Ok _ ->
                            if isSum problem entry e then
                                "summed"
                            elif
                                problem.Record.Id = "C02"
                                && (e = DisArm
                                    || e = Arms 4
                                    || [ "Score"; "Rebar"; "Relax" ] |> List.exists e.Name.StartsWith)
                            then
                                "silent"
                            else
                                "held"
                        | Error message -> notes.Mark(reasonOf message)

                line (
                    [ problem.Name; entry.Site; entry.Cost; entry.Estimator.Name ]
                    @ List.map cell all
                )
        ]

let private intro =
    """
- **held**: the mean of value and gradient lies within 5 standard errors of the exact ones, and the standard error is small enough to
  judge: at most 4 % of the derivative, and a 13th of the distance to what a wrong estimator would converge to. Where that is out of
  reach, the reason and what is done instead stand in `Unbiased.fs` (C01b, C08, D03, G07, G16) and `HeavyTails.fs` (N11, N12).
- **summed**: it takes all values of the site, and is Enumerate there.
- a letter: refused when the program is planned, for the reason below the table. `RefusalTests` reads the messages.
- **silent**: unbiased, and useless. The bit of C02 is 1 with probability 4e-18 and is never drawn: the score function, DisArm, Arms, Rebar and Relax give 0
  with a standard error of 0, since no standard error tells of what was never drawn. The planner enumerates.
- nothing: no trainable parameter is above the site.

The page is written by `tests/Conformance`, which compares it: `DIFFPROB_REGENERATE=1` writes it anew. `DIFFPROB_FULL=1` measures with
sixteen times the draws, for a quarter of the standard errors.
"""

let private text () =
    let notes = Notes()

    let rows =
        [
            for record in Records.all do
                for p in Catalogue.problems do
                    if p.Record.Id = record.Id then
                        yield! rowsOf notes p
        ]

    let head =
        [ "problem"; "site"; "cost"; "planner" ]
        @ List.map (fun (e: Estimator) -> e.Name) all

    let plans = Catalogue.problems |> List.sumBy (cells 1 >> List.length)

    let isHigher (r: Records.Record) =
        not (r.Hessian.IsEmpty && r.Third.IsEmpty)

    let higher = Records.all |> List.filter isHigher |> List.length

    String.Join(
        "\n",
        [
            "# What the estimators are held against"
            ""
            $"Of {Records.all.Length} problems with exact gradients (`tests/reference/gradients.json`) {Catalogue.waiting.Length} wait for a feature. The others are written as"
            $"{Catalogue.problems.Length} programs, some in several ways, and planned as the planner would and otherwise: in every combination of estimators"
            "that is not refused where one or two choices are open (estimators that draw several values together are paired with themselves"
            "and with Pathwise, Enumerate and Score LeaveOneOut), with one estimator throughout and one choice changed at a time where"
            $"there are more. All {plans} plans are measured. For {higher} problems, second and third derivatives are measured, too."
            intro
            line head
            line (head |> List.map (fun _ -> "---"))
            yield! rows
            ""
            "Refused, because:"
            ""
            for mark, note in notes.All do
                $"- ({mark}) {note}"
            ""
            "## Stand-ins"
            ""
            "These distributions are not in this version; the programs are equal in law."
            ""
            line [ "problem"; "stands for" ]
            line [ "---"; "---" ]
            for p in Catalogue.problems do
                match p.StandsFor with
                | Some distribution -> line [ p.Name; distribution ]
                | None -> ()
            ""
            "## Waiting"
            ""
            line [ "problem"; "what it is"; "waits for" ]
            line [ "---"; "---"; "---" ]
            for id, feature in Catalogue.waiting do
                line [ id; (Records.find id).Description; feature ]
            ""
        ]
    )

let private root =
    Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
    |> Seq.find (fun a -> a.Key = "RepositoryRoot")
    |> _.Value
    |> string

[<Fact>]
let ``The page of conformance says what is measured and refused`` () =
    let path = Path.Combine(root, "docs", "explanation", "conformance.md")
    let text = text ()

    if Environment.GetEnvironmentVariable "DIFFPROB_REGENERATE" = "1" then
        Directory.CreateDirectory(string (Path.GetDirectoryName path)) |> ignore
        File.WriteAllText(path, text)

    let found =
        if File.Exists path then
            File.ReadAllText(path).ReplaceLineEndings "\n"
        else
            ""

    Assert.True(
        (found = text),
        "docs/explanation/conformance.md is not what the tests do: set DIFFPROB_REGENERATE=1 to write it anew"
    )
