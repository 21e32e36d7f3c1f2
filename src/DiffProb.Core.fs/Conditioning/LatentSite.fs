namespace DiffProb

/// A continuous site that no data fixes, as a function of its part of the position: the unconstrained numbers of all sites in one vector.
type internal LatentSite =
    {
        Site: Site
        /// The distribution, with what it depends on in place.
        Distribution: Distribution
        /// First of its numbers in the position.
        Offset: int
        /// How many there are: those of one event, for each row of its plates.
        Size: int
        /// Its unconstrained event, along the axes of its plates.
        Free: Tensor
        /// Its value, along the axes of its plates.
        Value: Tensor
    }

    /// Log density of the value, in nats.
    member s.LogDensityOfValue: Tensor = s.Distribution.LogDensity s.Value

    /// Log density of the unconstrained event in nats: of the value, and how the map to it stretches.
    member s.LogDensity: Tensor =
        let density = s.LogDensityOfValue

        match s.Distribution.Support.FromReals with
        | :? IdentityTransform -> density
        | map -> density + (map.LogDeterminantOf s.Free).Sum()

/// Which numbers of a position belong to which site.
module internal LatentSite =

    /// Name of the position among the inputs of executables.
    let position = "position"

    /// Rows of the plates around a thing, outermost first.
    let rows (place: Place) =
        [| for plate in place.Plates -> plate.Axis.Size |]

    /// All rows of the plates around a thing, also those that a minibatch leaves out, outermost first.
    let allRows (place: Place) =
        [| for plate in place.Plates -> plate.Rows |]

    /// The rows of the plates as first dimensions, outermost first.
    let withRows (place: Place) (value: Tensor) =
        List.foldBack (fun (plate: Plate) (t: Tensor) -> t.FromAxis plate.Axis) place.Plates value

    /// First dimensions as the axes of the plates, outermost first.
    let alongRows (place: Place) (value: Tensor) =
        place.Plates |> List.fold (fun (t: Tensor) plate -> t.ToAxis plate.Axis) value

    /// First dimensions of all rows as the axes of the plates, along which those in use lie.
    let takeRows (place: Place) (value: Tensor) =
        place.Plates |> List.fold (fun t plate -> plate.Take t) value

    /// Shape of the unconstrained events of a site.
    let freeShape (site: Site) =
        if Censored.HasPoints site.Distribution then
            raise (Errors.pointsInContinuum site.Name site.Distribution)

        site.Distribution.Support.FromReals.InverseShape site.Distribution.Shape

    /// How many numbers of a position a site has.
    let size (site: Site) =
        Array.fold (*) (freeShape site).Size (allRows site.Place)

    /// The numbers of a position at which a site has a value along the axes of its plates: a vector. Its distribution has what it depends on in place.
    let numbers (site: Site) (distribution: Distribution) (value: Tensor) =
        let free =
            distribution.Support.FromReals.InverseOf(value.BroadcastTo distribution.Shape)

        (withRows site.Place free).Reshape(Shape.Of(size site))

    /// The site whose distribution has what it depends on in place, at a position.
    let at (position: Tensor) (offset: int) (site: Site) (distribution: Distribution) =
        let shape = freeShape site
        let size = size site

        let free =
            if size = 1 then
                position.Select(0, offset)
            else
                position.Slice(0, offset, offset + size)

        let free =
            free.Reshape(Shape.Of [| yield! allRows site.Place; yield! shape |])
            |> takeRows site.Place

        {
            Site = site
            Distribution = distribution
            Offset = offset
            Size = size
            Free = free
            Value = (distribution.Support.FromReals.ForwardOf free).BroadcastTo site.Distribution.Shape
        }
