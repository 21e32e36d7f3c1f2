namespace DiffProb

/// A parameter on the unconstrained space, where it is moved.
type internal FreeParameter =
    {
        Declaration: ParameterDeclaration
        /// What is bound in a run.
        Leaf: Tensor
        /// Where it stands; changed in place.
        Position: float[]
    }

    /// What the program sees of it.
    member p.Value =
        let value = p.Declaration.Support.ToConstrained(Tensor.Of(p.Leaf.Shape, p.Position))
        Tensor.Of(p.Declaration.Initial.Shape, value.ToArray())

module internal FreeParameter =

    /// A parameter that stands at a value of its support.
    let at (declaration: ParameterDeclaration) (value: Tensor) =
        let position =
            try
                declaration.Support.ToUnconstrained value
            with :? ValueException as reason ->
                raise (Errors.parameterOnEdge declaration.Name reason)

        {
            Declaration = declaration
            Leaf = Tensor.Parameter($"unconstrained {declaration.Name}", position.Shape)
            Position = Array.copy (position.ToArray())
        }

    /// Puts what the program sees of parameters in their place.
    let replace (free: FreeParameter list) : Tensor -> Tensor =
        let constrained =
            dict
                [
                    for p in free -> p.Declaration.Name, p.Declaration.Support.ToConstrained p.Leaf
                ]

        let rewriter =
            Rewriter(fun node _ ->
                match node.Operation with
                | :? Parameter as p when constrained.ContainsKey p.Label -> constrained.[p.Label]
                | _ -> null)

        fun (t: Tensor) -> rewriter.Rewrite t
