namespace DiffProb

/// Tests that a guide written as a program fits to a model.
module internal GuideChecks =

    // Deltas are points in a continuum here.
    let private isDiscrete (site: Site) = site.Distribution.Support.IsDiscrete

    let private withoutAxis (axis: Axis option) (place: Place) =
        { place with
            Plates = place.Plates |> List.filter (fun plate -> Some plate.Axis <> axis)
        }

    let private numbers = [ -1e6; -1.0; -0.5; 0.0; 0.25; 0.5; 1.0; 2.0; 1e6 ]

    // Where ends lie elsewhere or move, each draw is tested.
    let private isOutside (model: Support) (guide: Support) (value: Tensor) =
        if model = guide || model.Holds guide || model.IsProvedBy value then
            false
        else
            let contains (support: Support) (x: float) =
                match support.Contains(Tensor.Scalar x) with
                | null -> None
                | contains -> Known.values contains

            let isWitness x =
                match contains guide x, contains model x with
                | Some inGuide, Some inModel -> Array.exists ((<>) 0.0) inGuide && Array.contains 0.0 inModel
                | _ -> false

            isNull (model.Contains(Tensor.Scalar 0.5)) || List.exists isWitness numbers

    let private checkSite (draws: Axis option) (model: Site) (guide: Site) =
        if not (guide.Distribution.Shape.Equals model.Distribution.Shape) then
            raise (Errors.guideShape model.Name model.Distribution.Shape guide.Distribution.Shape)

        let place = withoutAxis draws guide.Place

        if not (place.Axes.Equals model.Place.Axes) then
            raise (Errors.guidePlates model.Name (string model.Place) (string place))

        let isFitting =
            isDiscrete model = isDiscrete guide
            && not (isOutside model.Distribution.Support guide.Distribution.Support guide.Value)

        if not (isFitting || guide.Distribution :? Delta) then
            raise (Errors.guideSupport model.Name model.Distribution guide.Distribution)

    let private checkDraws (tracer: Tracer) =
        let others =
            Seq.concat
                [
                    tracer.Observations |> Seq.map _.Name
                    tracer.Factors |> Seq.map _.Name
                    tracer.Costs |> Seq.map _.Name
                ]

        if not (Seq.isEmpty others) then
            raise (Errors.guideConditions others)

        for site in tracer.Sites do
            if site.Place.Guard.IsSome then
                raise (Errors.guideBranch site.Name)

    /// Refuses a guide, run on a tracer, that draws what the model has not, or otherwise, or not what it has. draws: the axis of repeated draws around it.
    let check (draws: Axis option) (model: StochasticGraph) (tracer: Tracer) =
        checkDraws tracer
        let sites = dict [ for site in model.Sites -> site.Name, site ]
        let names = set [ for site in tracer.Sites -> site.Name ]

        for guide in tracer.Sites do
            match sites.TryGetValue guide.Name with
            | true, site -> checkSite draws site guide
            | _ when model.Observations |> Array.exists (fun o -> o.Name = guide.Name) -> raise (Errors.guideOfData guide.Name)
            | _ -> raise (Errors.guideAdds guide.Name sites.Keys)

        for site in model.Sites do
            let isSummed = site.Distribution.Support.IsDiscrete && site.Cardinality.IsSome

            if not (names.Contains site.Name || isSummed) then
                raise (Errors.guideLacks site.Name site.Distribution names)
