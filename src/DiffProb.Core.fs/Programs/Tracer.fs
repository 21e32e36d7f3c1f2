namespace DiffProb

open System
open System.Collections.Generic
open System.Globalization

/// What a site, or an observation, does whose value is given from outside.
[<RequireQualifiedAccess>]
type internal Substitution =
    /// It is observed: its density counts.
    | Condition
    /// It stands there whatever it depends on: its density does not count.
    | Intervene
    /// The same, of the sites that are there.
    | Replay
    /// An observation has other data.
    | Data

    /// The word of the language.
    override s.ToString() =
        match s with
        | Condition -> "condition"
        | Intervene -> "intervene"
        | Replay -> "replay"
        | Data -> "withData"

/// Values given to sites of a part of a program, by their names inside of it.
type private Substitutes =
    {
        Kind: Substitution
        Values: IReadOnlyDictionary<string, Tensor>
        /// Prefix and suffix around the part.
        Around: string * string
        Met: HashSet<string>
    }

/// What a program does while it is traced: it runs once, on symbols, and leaves its sites, costs, parameters and data here.
/// Lives for one trace on one thread.
[<Sealed>]
type internal Tracer(takesAllRows: bool) =
    let sites = List<Site>()
    let costs = List<Cost>()
    let observations = List<Observation>()
    let factors = List<Factor>()
    let deterministics = List<Deterministic>()
    let loops = List<LoopEnd>()
    let parameters = Dictionary<string, ParameterDeclaration>()
    let parameterOrder = List<ParameterDeclaration>()
    let names = Dictionary<string, string>()
    let plateSizes = Dictionary<string, int>()
    let mutable prefix = ""
    let mutable suffix = ""
    let gapped = List<float[]>()
    let mutable place: Place = { Plates = []; Guard = None }
    let mutable choice: IEstimatorChoice = null
    let mutable unnamed = 0
    let mutable substitutes: Substitutes list = []

    let full kind (name: string) =
        if System.String.IsNullOrWhiteSpace name then
            raise (Errors.namelessThing kind)

        prefix + name + suffix

    let claim name (what: string) =
        match names.TryGetValue name with
        | true, first -> raise (Errors.siteTwice name first what)
        | _ -> names.[name] <- what

    let checkPlates where (value: Tensor) =
        for axis in value.Axes do
            if not (place.Axes.Contains axis) then
                raise (Errors.rowEscaped where axis.Name)

    let checkParameters where (distribution: Distribution) =
        distribution.Validate where

        for parameter in distribution.Parameters do
            checkPlates where parameter.Value

    /// Runs a part with some of the surroundings changed, and restores them whatever happens.
    let within change (body: unit -> 'T) =
        let before = prefix, suffix, place, choice
        change ()

        try
            body ()
        finally
            let p, s, pl, c = before
            prefix <- p
            suffix <- s
            place <- pl
            choice <- c

    new() = Tracer false

    /// Whether plates have all their rows, also those that ask for a minibatch.
    member _.TakesAllRows = takesAllRows

    /// Some data are used by who knows that numbers of them may be missing.
    member _.KnowGapsOf(value: Tensor) =
        Known.values value |> Option.iter gapped.Add

    /// Whether they are, wherever their rows lie.
    member _.KnowsGapsOf(value: Tensor) =
        match Known.values value with
        | Some numbers when numbers |> Array.exists Double.IsNaN ->
            gapped
            |> Seq.exists (fun known -> ReadOnlySpan(known).SequenceEqual(ReadOnlySpan numbers))
        | _ -> false

    member _.Sites: IReadOnlyList<Site> = sites
    member _.Costs: IReadOnlyList<Cost> = costs
    member _.Observations: IReadOnlyList<Observation> = observations
    member _.Factors: IReadOnlyList<Factor> = factors
    member _.Deterministics: IReadOnlyList<Deterministic> = deterministics
    member _.Parameters: IReadOnlyList<ParameterDeclaration> = parameterOrder
    member _.Loops: IReadOnlyList<LoopEnd> = loops

    member t.Sample(name: string, distribution: Distribution) =
        match t.Given(name, false) with
        | Some(kind, value) -> t.Substitute(kind, name, distribution, value)
        | None ->
            let name = full "site" name
            checkParameters $"Site \"{name}\"" distribution
            let site = Site(name, sites.Count, distribution, place, choice)
            claim name (string site)
            sites.Add site
            site.Value

    /// The innermost value that is given to a site, or to an observation.
    member private _.Given(name: string, isObserved: bool) =
        substitutes
        |> List.filter (fun s -> (s.Kind = Substitution.Data) = isObserved)
        |> List.tryPick (fun s ->
            let before, after = s.Around
            let inside = prefix.Substring before.Length + name + suffix.Substring after.Length
            s.Met.Add inside |> ignore

            match s.Values.TryGetValue inside with
            | true, value -> Some(s.Kind, value)
            | _ -> None)

    /// A value that is given, rows of the plates, then an event, along the axes of the plates.
    member private _.AlongRows(kind: Substitution, full: string, distribution: Distribution, value: Tensor) =
        let rows = [| for plate in place.Plates -> plate.Axis.Size |]
        let shape = Shape.Of [| yield! rows; yield! distribution.Shape |]

        if not (value.Shape.Equals shape) then
            raise (Errors.substituteShape (string kind) full shape value.Shape)

        place.Plates
        |> List.fold (fun (v: Tensor) plate -> v.ToAxis plate.Axis) (value.Cast distribution.DType)

    /// A site whose value is given: rows of its plates, then an event.
    member private t.Substitute(kind: Substitution, name: string, distribution: Distribution, value: Tensor) =
        let full = full "site" name
        let value = t.AlongRows(kind, full, distribution, value)

        match kind with
        | Substitution.Condition -> t.Observe(name, distribution, value)
        | _ ->
            checkParameters $"Site \"{full}\"" distribution
            Known.checkNotNaN $"Site \"{full}\"" value
            claim full $"a site that stands at a value{place}"

        value

    member t.Sample(distribution: Distribution) =
        unnamed <- unnamed + 1
        t.Sample($"site{unnamed}", distribution)

    member t.Observe(name: string, distribution: Distribution, value: Tensor) =
        let given = t.Given(name, true)
        let name = full "site" name

        let value =
            match given with
            | Some(kind, data) -> t.AlongRows(kind, name, distribution, data)
            | None -> value

        let where = $"Site \"{name}\""
        checkParameters where distribution
        checkPlates where value

        if not ((Shape.Broadcast(value.Shape, distribution.Shape)).Equals distribution.Shape) then
            raise (Errors.observationShape name distribution value)

        Known.checkNotNaN where value

        match Known.firstOutside distribution.Support value with
        | Some(number, element) -> raise (Errors.observationOutside name distribution number element)
        | None -> ()

        claim name $"an observation ({distribution.Name}{place})"

        observations.Add
            {
                Name = name
                Distribution = distribution
                Value = value
                Place = place
            }

    member _.Factor(name: string, logWeight: Tensor) =
        let name = full "factor" name

        if logWeight.Shape.Rank <> 0 then
            raise (Errors.costNotScalar name logWeight)

        checkPlates $"Factor \"{name}\"" logWeight
        claim name $"a factor{place}"

        factors.Add
            {
                Name = name
                LogWeight = logWeight
                Place = place
            }

    member _.Cost(name: string, value: Tensor) =
        let name = full "cost" name

        if value.Shape.Rank <> 0 then
            raise (Errors.costNotScalar name value)

        checkPlates $"Cost \"{name}\"" value

        let value =
            match place.Guard with
            | Some taken -> Tensor.Where(taken, value.Cast DType.Float64, Tensor.Scalar 0.0)
            | None -> value.Cast DType.Float64

        claim name $"a cost{place}"

        costs.Add
            {
                Name = name
                Value = value
                Place = place
            }

    member _.Deterministic(name: string, value: Tensor) =
        let name = full "value" name
        checkPlates $"Value \"{name}\"" value
        claim name $"a recorded value{place}"

        deterministics.Add
            {
                Name = name
                Value = value
                Place = place
            }

        value

    member _.Param(name: string, initial: Tensor, support: Support) =
        let name = full "parameter" name
        let initial = initial.Cast DType.Float64
        Known.checkNotNaN $"Parameter \"{name}\"" initial

        match Known.firstOutside support initial with
        | Some(number, element) -> raise (Errors.parameterOutside name support number element)
        | None -> ()

        match parameters.TryGetValue name with
        | true, known when known.Initial.Shape.Equals initial.Shape && known.Support = support -> known.Leaf
        | true, known ->
            let describe (shape: Shape) (support: Support) = $"shape {shape}, {support}"
            raise (Errors.parameterTwice name (describe known.Initial.Shape known.Support) (describe initial.Shape support))
        | _ ->
            let declared =
                {
                    Name = name
                    Leaf = Tensor.Parameter(name, initial.Shape)
                    Initial = initial
                    Support = support
                }

            parameters.[name] <- declared
            parameterOrder.Add declared
            declared.Leaf

    /// Prefixes the names inside.
    member _.Scope(name: string, body: unit -> 'T) =
        let name = full "scope" name
        within (fun () -> prefix <- name + "/") body

    /// Numbers the names inside, as in x[3].
    member _.Step(index: int, body: unit -> 'T) =
        let number = index.ToString CultureInfo.InvariantCulture
        within (fun () -> suffix <- $"{suffix}[{number}]") body

    /// Everything inside is repeated along the plate.
    member _.Plate(plate: Plate, body: unit -> 'T) =
        if place.Plates |> List.exists (fun p -> p.Name = plate.Name) then
            raise (Errors.plateInItself plate.Name)

        match plateSizes.TryGetValue plate.Name with
        | true, before when before <> plate.Axis.Size -> raise (Errors.plateChanged plate.Name before plate.Axis.Size)
        | _ -> plateSizes.[plate.Name] <- plate.Axis.Size

        within
            (fun () ->
                place <-
                    { place with
                        Plates = place.Plates @ [ plate ]
                    })
            body

    /// What is inside counts only where the condition holds.
    member _.Guard(condition: Tensor, body: unit -> 'T) =
        let taken =
            match place.Guard with
            | Some outer -> Tensor.op_BitwiseAnd (outer, condition)
            | None -> condition

        within (fun () -> place <- { place with Guard = Some taken }) body

    /// At most `bound` turns, each of which counts only where the condition holds after those before: it returns the states before and
    /// after each turn, with the condition of each turn. What a turn sees is the state after the one before, whether that was taken or
    /// not, so that sites depend on few others; where it was not, nothing of the turn counts.
    member t.Loop(bound: int, condition: 'State -> Tensor, step: 'State -> 'State, start: 'State) =
        if bound < 1 then
            raise (Errors.atLeast "loop: bound" 1 bound)

        let turns = List<struct (Tensor * 'State)>()
        let mutable state = start
        let mutable taken = Tensor.op_Implicit true
        let mutable next = Some(condition start)

        let isNever (t: Tensor) =
            match Known.values t with
            | Some numbers -> Array.forall ((=) 0.0) numbers
            | None -> false

        while next.IsSome do
            let wanted = next.Value

            if wanted.Shape.Rank <> 0 || wanted.DType <> DType.Bool then
                raise (Errors.loopCondition wanted)

            checkPlates "The condition of a loop" wanted

            if isNever wanted then
                next <- None
            else
                let still =
                    if turns.Count = 0 then
                        wanted
                    else
                        Tensor.op_BitwiseAnd (taken, wanted)

                if turns.Count = bound then
                    loops.Add
                        {
                            Bound = bound
                            Condition = wanted
                            StillRuns = still
                            Place = place
                        }

                    next <- None
                else
                    taken <- still
                    let before = state
                    state <- t.Guard(taken, (fun () -> t.Step(turns.Count, (fun () -> step before))))
                    turns.Add(struct (wanted, before))
                    next <- Some(condition state)

        turns, state

    /// Gives values to sites inside, by the names that they have there.
    member _.Substituting(kind: Substitution, values: IReadOnlyDictionary<string, Tensor>, body: unit -> 'T) =
        let own =
            {
                Kind = kind
                Values = values
                Around = prefix, suffix
                Met = HashSet()
            }

        let before = substitutes
        substitutes <- own :: before

        let result =
            try
                body ()
            finally
                substitutes <- before

        if kind <> Substitution.Replay then
            match values.Keys |> Seq.tryFind (own.Met.Contains >> not) with
            | Some name -> raise (Errors.substituteUnknown (string kind) name own.Met)
            | None -> ()

        result

    /// The sites inside use this estimator.
    member _.Via(estimator: IEstimatorChoice, body: unit -> 'T) =
        within (fun () -> choice <- estimator) body
