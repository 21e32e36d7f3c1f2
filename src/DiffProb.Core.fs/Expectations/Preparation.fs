namespace DiffProb

open System.Collections.Generic

/// A program traced, planned and lowered: all that is known before a number is drawn.
type internal Prepared =
    {
        Graph: StochasticGraph
        Plan: Plan
        Surrogate: Surrogate
    }

module internal Preparation =

    /// The probability that a loop is cut off, as a cost.
    let private unfinished (loop: LoopEnd) : Cost =
        {
            Name = "loop"
            Value = Tensor.Where(loop.StillRuns, Tensor.Scalar 1.0, Tensor.Scalar 0.0)
            Place = loop.Place
        }

    let private plan (program: Prob<'T>) (options: PlanningOptions) =
        let graph = StochasticGraph.Trace program

        if graph.Observations.Length > 0 || graph.Factors.Length > 0 then
            raise (Errors.conditioned (Seq.append (graph.Observations |> Seq.map _.Name) (graph.Factors |> Seq.map _.Name)))

        if graph.Costs.Length = 0 then
            raise (Errors.noCost ())

        options.Plan |> Option.iter (Planner.checkPlan graph)

        let cuts =
            if options.Order > 0 then
                Thresholds.find graph
            else
                DependenceAnalysis.noCuts

        let ancestry = Ancestry(graph, cuts)
        let planCost = Planner.planCost graph ancestry options
        graph, ancestry, [ for cost in graph.Costs -> cost, planCost cost ]

    /// The plan alone.
    let planOnly program options =
        let _, _, plans = plan program options
        Planner.toPlan plans

    let prepareWith own program (options: PlanningOptions) =
        let graph, ancestry, plans = plan program options
        let planLoop = Planner.planCost graph ancestry { options with Order = 0 }

        let loops =
            [
                for loop in graph.Loops do
                    let cost = unfinished loop
                    loop, cost, planLoop cost
            ]

        {
            Graph = graph
            Plan = Planner.toPlan plans
            Surrogate = Surrogate.buildWith own graph ancestry options.Particles plans loops
        }

    let prepare program options =
        prepareWith (fun _ traced -> traced) program options

    let private checkComplete (graph: StochasticGraph) (all: NamedTensors) =
        let names = graph.Parameters |> Seq.map _.Name |> List.ofSeq
        let lacking = names |> List.filter (all.ContainsKey >> not)
        let unknown = all.Keys |> Seq.except names |> List.ofSeq

        if not (lacking.IsEmpty && unknown.IsEmpty) then
            let source =
                all.Source |> Option.ofObj |> Option.defaultValue "What is given as Parameters"

            raise (Errors.parametersDiffer source lacking unknown)

    /// The values of the parameters: initial, or given by name.
    let parameterValues (graph: StochasticGraph) (given: IReadOnlyDictionary<string, Tensor>) =
        match given with
        | :? NamedTensors as all -> checkComplete graph all
        | _ -> ()

        for KeyValue(name, value) in given do
            let declared = graph.Parameter name

            if not (value.Shape.Equals declared.Initial.Shape) then
                raise (Errors.parameterShape name declared.Initial.Shape value.Shape)

            match Known.firstOutside declared.Support value with
            | Some(number, element) -> raise (Errors.parameterOutside name declared.Support number element)
            | None -> ()

        [
            for p in graph.Parameters ->
                match given.TryGetValue p.Name with
                | true, value -> p, value.Cast DType.Float64
                | _ -> p, p.Initial
        ]
