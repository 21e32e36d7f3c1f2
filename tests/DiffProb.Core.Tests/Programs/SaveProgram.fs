/// The F# program of docs/how-to/save-and-resume.md, between the marks.
module DiffProb.Tests.SaveProgram

// <page>
open System.IO
open DiffProb

let darts =
    prob {
        let! aim = param "aim" 0.0
        let! spread = paramOn Support.Positive "spread" 1.0
        let! hit = sample "hit" (Normal(aim, spread))
        return (hit - 1.7) ** 2.0
    }

/// Fits, or goes on where an earlier run was stopped.
let fit (folder: string) (options: Optimization) =
    let path = Path.Combine(folder, "state.safetensors")

    let fit =
        darts
        |> Expectation.minimize
            { options with
                Checkpoints = Checkpoints.ToFile(path, every = 50)
                Resume =
                    if File.Exists path then
                        Some(Checkpoint.Load path)
                    else
                        None
            }

    fit.Values.Save(Path.Combine(folder, "darts.json"))
    fit

/// What the fitted parameters are worth, some other day.
let value (folder: string) =
    darts
    |> Expectation.value
        { Estimation.defaults with
            Parameters = NamedTensors.Load(Path.Combine(folder, "darts.json"))
        }
// </page>
