/// The F# program of docs/how-to/calibrate-an-inference.md, between the marks.
module internal DiffProb.Tests.CalibrationProgram

// <page>
open DiffProb

/// Failures of ten pumps in as many hours, each with its own rate.
let pumps =
    prob {
        let! mean = sample "mean" (Gamma(2.0, 2.0))

        for hours, failures in
            plate "pump" ([| 94.3; 15.7; 62.9; 125.8; 5.2; 31.4; 1.0; 1.0; 2.1; 10.5 |], [| 5; 1; 5; 14; 3; 19; 1; 1; 4; 22 |]) do
            let! rate = sample "rate" (Gamma(2.0, 2.0 / mean))
            do! observe "failures" (Poisson(rate * hours)) failures
    }

/// The inference to be tested: of the program with simulated data in place of its own.
let infer seed program =
    program
    |> Infer.nuts
        { Sampling.defaults with
            Chains = 1
            Warmup = 300
            Draws = 400
            Seed = seed
        }

let ranks =
    pumps
    |> Infer.calibrate
        { Calibration.defaults with
            Simulations = 100
            Seed = 3UL
        }
        infer

/// Whether nothing speaks against it, and what does.
let isRight = ranks.IsCalibrated
let notes = ranks.Notes
// </page>
