namespace DiffProb

/// The family that an approximation is sought in.
[<RequireQualifiedAccess>]
type internal GuideKind =
    | Program of (Tracer -> unit)
    | Delta
    | Laplace
    | Normal
    | MultivariateNormal
    | LowRank of rank: int
    | Flow of layers: int * units: int

/// The family of laws in which the posterior is approximated: a program that draws the sites of the model, or one that is made from the model. Those that
/// are made are laws of the unconstrained numbers of all continuous sites, in one vector; discrete sites of finite support are summed out.
[<Sealed>]
type Guide internal (kind: GuideKind, name: string) =
    member internal _.Kind = kind

    /// Whether it is made from the model.
    member internal _.IsAutomatic =
        match kind with
        | GuideKind.Program _ -> false
        | _ -> true

    /// Whether it is found where the density is greatest, and not by a bound.
    member internal _.IsMode =
        match kind with
        | GuideKind.Delta
        | GuideKind.Laplace -> true
        | _ -> false

    /// A program that draws the continuous sites of the model, by their names, in the same plates. It has the parameters that are learnt. Discrete sites of
    /// finite support that it does not draw are summed out. It neither observes nor has factors or costs.
    static member Of(program: Prob<'T>) =
        Guide(GuideKind.Program(fun tracer -> program.Run tracer |> ignore), "program")

    /// One point: where the joint density of the sites is greatest (maximum a posteriori), as they stand in the program, without the log-determinants of
    /// the maps from the unconstrained numbers; as Stan's optimize does by default.
    static member val Delta = Guide(GuideKind.Delta, "delta")

    /// Laplace's approximation: the normal law with the mode of the density of the unconstrained numbers as its mean, and the inverse of the exact
    /// Hessian there as its covariance.
    static member val Laplace = Guide(GuideKind.Laplace, "Laplace")

    /// Independent normal numbers (mean field; Kucukelbir et al. 2017, arXiv 1603.00788).
    static member val Normal = Guide(GuideKind.Normal, "normal")

    /// A normal vector with all its covariances, by a Cholesky factor (full rank; Kucukelbir et al. 2017, arXiv 1603.00788).
    static member val MultivariateNormal = Guide(GuideKind.MultivariateNormal, "multivariate normal")

    /// A normal vector whose covariance is a few directions and a diagonal (Ong et al. 2018, arXiv 1701.03208). rank: number of directions, at least 1.
    static member LowRank(rank: int) =
        if rank < 1 then
            raise (Errors.atLeast "Guide.LowRank: rank" 1 rank)

        Guide(GuideKind.LowRank rank, $"low rank {rank}")

    /// A normalizing flow: independent normal numbers through inverse autoregressive layers, each a masked network with one hidden layer of tanh units
    /// (Kingma et al. 2016, arXiv 1606.04934, algorithm 1; masks of Germain et al. 2015, arXiv 1502.03509, equations 8 and 9), the order of the numbers
    /// reversed from layer to layer, then a scale and a shift. layers, units: at least 1.
    static member Flow(layers: int, units: int) =
        if layers < 1 then
            raise (Errors.atLeast "Guide.Flow: layers" 1 layers)

        if units < 1 then
            raise (Errors.atLeast "Guide.Flow: units" 1 units)

        Guide(GuideKind.Flow(layers, units), $"flow of {layers} layers of {units} units")

    override _.ToString() = name
