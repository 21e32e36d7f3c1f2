namespace DiffProb

open System.Collections.Generic

/// A guide: a program with the same sites, from whose laws their values are drawn.
module internal Proposals =

    let private checkSites (graph: StochasticGraph) (guide: StochasticGraph) =
        let names (g: StochasticGraph) = [ for s in g.Sites -> s.Name ]

        let others =
            Seq.concat
                [
                    guide.Observations |> Seq.map _.Name
                    guide.Factors |> Seq.map _.Name
                    guide.Costs |> Seq.map _.Name
                ]

        if not (Seq.isEmpty others) then
            raise (Errors.guideConditions others)

        match names guide |> List.except (names graph) with
        | [] -> ()
        | added :: _ when graph.Observations |> Array.exists (fun o -> o.Name = added) -> raise (Errors.guideOfData added)
        | added :: _ -> raise (Errors.guideAdds added (names graph))

        match names graph |> List.except (names guide) with
        | [] -> ()
        | lacking -> raise (Errors.proposalLacks lacking)

        for own in graph.Parameters do
            if guide.Parameters |> Array.exists (fun p -> p.Name = own.Name) then
                raise (Errors.guideName own.Name "program")

    // What a guide proposes must be able to be all that the program can have.
    let private checkPair (own: Site) (proposed: Site) (law: Distribution) =
        if not (law.Shape.Equals own.Distribution.Shape) then
            raise (Errors.guideShape own.Name own.Distribution.Shape law.Shape)

        if not (own.Place.Axes.Equals proposed.Place.Axes) then
            raise (Errors.guidePlates own.Name (string own.Place) (string proposed.Place))

        if
            law.Support.IsDiscrete <> own.Distribution.Support.IsDiscrete
            || law.DType <> own.Distribution.DType
            || not (law.Support.Holds own.Distribution.Support)
        then
            raise (Errors.proposalTooNarrow own.Name own.Distribution law)

    /// The sites of a program in the order of the guide, with the guide's laws as expressions of them.
    let laws (graph: StochasticGraph) (guide: StochasticGraph) : (Site * Distribution) list =
        checkSites graph guide
        let own = dict [ for s in graph.Sites -> s.Name, s ]

        let rewriter =
            Rewriter(fun node _ ->
                match node.Operation with
                | :? RandomValue as leaf -> own.[(StochasticGraph.SiteOf leaf).Name].Value
                | _ -> null)

        [
            for proposed in guide.Sites do
                let site = own.[proposed.Name]
                let law = proposed.Distribution.With(fun p -> rewriter.Rewrite p)
                checkPair site proposed law
                site, law
        ]

    /// Values of the parameters of a program and of its guide: initial, or given by name.
    let parameters (graphs: StochasticGraph list) (given: IReadOnlyDictionary<string, Tensor>) =
        let declared =
            graphs
            |> List.collect (fun g -> [ for p in g.Parameters -> p.Name ])
            |> List.distinct

        let unknown = given.Keys |> Seq.except declared |> List.ofSeq

        match given with
        | :? NamedTensors as all ->
            let lacking = declared |> List.filter (all.ContainsKey >> not)

            if not (lacking.IsEmpty && unknown.IsEmpty) then
                let source =
                    all.Source |> Option.ofObj |> Option.defaultValue "What is given as Parameters"

                raise (Errors.parametersDiffer source lacking unknown)
        | _ ->
            if not unknown.IsEmpty then
                raise (Errors.unknownName "parameter" unknown.Head declared)

        let values = Dictionary<string, Tensor>()

        for graph in graphs do
            let own = Dictionary<string, Tensor>()

            for p in graph.Parameters do
                match given.TryGetValue p.Name with
                | true, value -> own.[p.Name] <- value
                | _ -> ()

            for p, value in Preparation.parameterValues graph own do
                values.TryAdd(p.Name, value) |> ignore

        values :> IReadOnlyDictionary<string, Tensor>
