namespace DiffProb

open System

/// Data of which some numbers are missing, which are NaN: those that are there are observed.
module internal Missing =

    /// Which numbers are there, in their order along axes and dimensions.
    let private presence (name: string) (value: Tensor) =
        match Known.values value with
        | Some numbers -> numbers |> Array.map (Double.IsNaN >> not)
        | None -> raise (Errors.missingUnknown name)

    let private checkShape (name: string) (distribution: Distribution) (value: Tensor) =
        if not ((Shape.Broadcast(value.Shape, distribution.Shape)).Equals distribution.Shape) then
            raise (Errors.observationShape name distribution value)

    /// The data with a number that could be there in place of those that are not: a density of NaN has a derivative of NaN, even where it does not count. Rows
    /// may have supports of their own, so that a number of one need not be in that of another.
    let private filled (distribution: Distribution) (value: Tensor) (isPresent: bool[]) =
        let present =
            Array.zip (Known.values value).Value isPresent
            |> Array.filter snd
            |> Array.map fst

        let could =
            [ Array.max present; 0.0; Array.min present ]
            |> List.fold
                (fun (other: Tensor) number ->
                    let number = Tensor.Scalar number

                    match distribution.Support.Contains number with
                    | null -> number
                    | isInside -> Tensor.Where(isInside, number, other))
                (distribution.Support.Nearest(Tensor.Scalar present.[0]))

        Tensor.Where(value.EqualTo value, value, could)

    /// The law of some of its independent parts.
    let private someParts (name: string) (distribution: Distribution) (places: int[]) =
        let shape = distribution.Shape

        let isApart =
            distribution.Parts.Equals shape
            && distribution.Parameters
               |> Seq.forall (fun p -> (Shape.Broadcast(p.Value.Shape, shape)).Equals shape)

        if not isApart then
            raise (Errors.missingPart name distribution)

        let indices = Tensor.Of(Array.map int64 places)

        distribution.With(fun p -> p.BroadcastTo(shape).Reshape(Shape.Of shape.Size).[indices])

    let private placesOf (isPresent: bool[]) (wanted: bool) =
        [|
            for i in 0 .. isPresent.Length - 1 do
                if isPresent.[i] = wanted then
                    i
        |]

    let private someOf (value: Tensor) (places: int[]) =
        let numbers = (Known.values value).Value
        Tensor.Of(places |> Array.map (fun i -> numbers.[i]))

    // A number for each row of plates, or numbers of one event; both at once have other places in each row.
    let private isOfRows (name: string) (distribution: Distribution) (value: Tensor) =
        if value.Axes.Count > 0 && distribution.Shape.Rank > 0 then
            raise (Errors.missingInRows name distribution)

        value.Axes.Count > 0 || distribution.Shape.Rank = 0

    let private observePresent (t: Tracer) name (distribution: Distribution) (value: Tensor) (isPresent: bool[]) =
        if Array.forall id isPresent then
            t.Observe(name, distribution, value)
        elif Array.exists id isPresent then
            if isOfRows name distribution value then
                t.Guard(value.EqualTo value, (fun () -> t.Observe(name, distribution, filled distribution value isPresent)))
            else
                let places = placesOf isPresent true
                t.Observe(name, someParts name distribution places, someOf value places)

    let private presenceOf (t: Tracer) name (distribution: Distribution) (value: Tensor) =
        checkShape name distribution value
        t.KnowGapsOf value
        let value = value.BroadcastTo distribution.Shape
        value, presence name value

    /// Observes the numbers that are there.
    let observe (t: Tracer) (name: string) (distribution: Distribution) (value: Tensor) =
        let value, isPresent = presenceOf t name distribution value
        observePresent t name distribution value isPresent

    /// Observes the numbers that are there, draws the others, and returns all.
    let impute (t: Tracer) (name: string) (distribution: Distribution) (value: Tensor) : Tensor =
        let value, isPresent = presenceOf t name distribution value

        if Array.forall id isPresent then
            t.Observe(name, distribution, value)
            value
        else
            let drawn = $"{name}_unobserved"

            let completed =
                if isOfRows name distribution value then
                    let draw = t.Sample(drawn, distribution)

                    if Array.exists id isPresent then
                        Tensor.Where(value.EqualTo value, filled distribution value isPresent, draw.Cast DType.Float64)
                    else
                        draw
                else
                    let places = placesOf isPresent false
                    let draw = t.Sample(drawn, someParts name distribution places)
                    let turn = Array.zeroCreate<int64> isPresent.Length
                    places |> Array.iteri (fun k place -> turn.[place] <- int64 k)
                    let everywhere = (draw.Cast DType.Float64).[Tensor.Of turn].Reshape value.Shape

                    if Array.exists id isPresent then
                        Tensor.Where(value.EqualTo value, filled distribution value isPresent, everywhere)
                    else
                        everywhere

            observePresent t name distribution value isPresent
            completed
