namespace DiffProb

/// A discrete site whose value is part of the position, as numbers that stand for themselves: what steps without gradients move.
type internal KeptSite =
    {
        Site: Site
        /// The distribution, with what it depends on in place.
        Distribution: Distribution
        /// First of its numbers in the position.
        Offset: int
        /// How many there are: those of one event, for each row of its plates.
        Size: int
        /// Its value, along the axes of its plates.
        Value: Tensor
    }

    /// Log mass in nats; -∞ outside of the support.
    member s.LogMass = (s.Distribution.LogDensityIfInside s.Value).Cast DType.Float64

module internal KeptSite =

    /// How many numbers of a position a site has.
    let size (site: Site) =
        Array.fold (*) site.Distribution.Shape.Size (LatentSite.rows site.Place)

    /// The site whose distribution has what it depends on in place, at a position.
    let at (position: Tensor) (offset: int) (site: Site) (distribution: Distribution) =
        let size = size site
        let shape = site.Distribution.Shape

        let numbers =
            if size = 1 then
                position.Select(0, offset)
            else
                position.Slice(0, offset, offset + size)

        let value =
            numbers.Reshape(Shape.Of [| yield! LatentSite.rows site.Place; yield! shape |])
            |> LatentSite.alongRows site.Place

        {
            Site = site
            Distribution = distribution
            Offset = offset
            Size = size
            Value = (value.StopGradient()).Cast site.Distribution.DType
        }

    /// The values that one event can have, each as the numbers of an event; None where they are too many to write down, or infinitely many.
    let values (site: KeptSite) : float[][] option =
        match box site.Site.Distribution, site.Site.Cardinality with
        | (:? IFinite as finite), Some count when count <= DiscreteSite.mostValues ->
            finite.EnumerateSupport().Cast(DType.Float64).ToArray()
            |> Array.chunkBySize (max 1 site.Site.Distribution.Shape.Size)
            |> Some
        | _ -> None
