namespace DiffProb

open System
open System.Runtime.CompilerServices
open FSharp.Reflection

/// What the words of the language accept where a tensor is meant, resolved when the program is compiled.
[<Sealed; AbstractClass>]
type ToTensor private () =
    /// A tensor.
    static member From(x: Tensor, _: ToTensor) : Tensor = x
    /// A number.
    static member From(x: float, _: ToTensor) : Tensor = Tensor.Scalar x
    /// A whole number.
    static member From(x: int, _: ToTensor) : Tensor = Tensor.op_Implicit x
    /// A truth value.
    static member From(x: bool, _: ToTensor) : Tensor = Tensor.op_Implicit x
    /// A vector.
    static member From(x: float[], _: ToTensor) : Tensor = Tensor.Of x
    /// A vector of whole numbers.
    static member From(x: int[], _: ToTensor) : Tensor = Tensor.Of(ReadOnlySpan<int> x)
    /// A vector of truth values.
    static member From(x: bool[], _: ToTensor) : Tensor = Tensor.Of(ReadOnlySpan<bool> x)
    /// A matrix.
    static member From(x: float[,], _: ToTensor) : Tensor = Tensor.Matrix x

/// What one column of a plate may be.
[<Sealed; AbstractClass>]
type ToColumn private () =
    /// A tensor, a row for each element of its first dimension.
    static member From(x: Tensor, _: ToColumn) = Columns.one x
    /// A vector, a row for each element of its first dimension.
    static member From(x: float[], _: ToColumn) = Columns.one (Tensor.Of x)

    /// A vector of whole numbers, a row for each element of its first dimension.
    static member From(x: int[], _: ToColumn) =
        Columns.one (Tensor.Of(ReadOnlySpan<int> x))

    /// A vector of truth values, a row for each element of its first dimension.
    static member From(x: bool[], _: ToColumn) =
        Columns.one (Tensor.Of(ReadOnlySpan<bool> x))

    /// A matrix, a row for each element of its first dimension.
    static member From(x: float[,], _: ToColumn) = Columns.one (Tensor.Matrix x)

    /// A column, resolved when the program is compiled.
    static member inline Of(x: ^x) =
        ((^x or ToColumn): (static member From: ^x * ToColumn -> Columns<Tensor>) (x, Unchecked.defaultof<ToColumn>))

/// What a plate accepts: a column, or a pair or triple of them.
[<Sealed; AbstractClass>]
type ToColumns private () =
    /// A tensor, a row for each element of its first dimension.
    static member From(x: Tensor, _: ToColumns) = Columns.one x
    /// A vector, a row for each element of its first dimension.
    static member From(x: float[], _: ToColumns) = ToColumn.Of x
    /// A vector of whole numbers, a row for each element of its first dimension.
    static member From(x: int[], _: ToColumns) = ToColumn.Of x
    /// A vector of truth values, a row for each element of its first dimension.
    static member From(x: bool[], _: ToColumns) = ToColumn.Of x
    /// A matrix, a row for each element of its first dimension.
    static member From(x: float[,], _: ToColumns) = ToColumn.Of x

    /// Two columns side by side.
    static member inline From((a: ^a, b: ^b), _: ToColumns) =
        Columns.pair (ToColumn.Of a) (ToColumn.Of b)

    /// Three columns side by side.
    static member inline From((a: ^a, b: ^b, c: ^c), _: ToColumns) =
        Columns.triple (ToColumn.Of a) (ToColumn.Of b) (ToColumn.Of c)

/// What an estimator accepts where a temperature is meant, resolved when the program is compiled.
[<Sealed; AbstractClass>]
type ToTemperature private () =
    /// A temperature.
    static member From(x: Temperature, _: ToTemperature) : Temperature = x
    /// A number: that temperature throughout.
    static member From(x: float, _: ToTemperature) : Temperature = Temperature.Constant x

    /// A temperature, resolved when the program is compiled.
    static member inline Of(x: ^x) : Temperature =
        ((^x or ToTemperature): (static member From: ^x * ToTemperature -> Temperature) (x, Unchecked.defaultof<ToTemperature>))

/// The words behind the inline ones of the language; use those.
module Words =
    let private unitOf (run: Tracer -> unit) = Prob<unit>(run)

    /// See `observe`.
    let observe name (distribution: Distribution) (value: Tensor) =
        unitOf _.Observe(name, distribution, value)

    /// See `observePresent`.
    let observePresent name (distribution: Distribution) (value: Tensor) =
        unitOf (fun t -> Missing.observe t name distribution value)

    /// See `impute`.
    let impute name (distribution: Distribution) (value: Tensor) =
        Prob<Tensor>(fun t -> Missing.impute t name distribution value)

    /// See `factor`.
    let factor name (logWeight: Tensor) = unitOf _.Factor(name, logWeight)

    /// See `cost`.
    let cost name (value: Tensor) = unitOf _.Cost(name, value)

    /// See `param`.
    let param name (initial: Tensor) (support: Support) =
        Prob<Tensor>(_.Param(name, initial, support))

    /// See `through`.
    let through (m: ITensorModule) (inputs: Tensor[]) =
        Prob<Tensor>(fun t ->
            let parameters =
                readOnlyDict
                    [
                        for KeyValue(name, initial) in m.Parameters do
                            name, t.Param($"{m.Name}.{name}", initial, Support.Real)
                    ]

            m.Apply(parameters, inputs))

    /// See `deterministic`.
    let deterministic name (value: Tensor) =
        Prob<Tensor>(_.Deterministic(name, value))

    let private substitute (kind: Substitution) (values: seq<string * Tensor>) (program: Prob<'T>) =
        let byName = System.Collections.Generic.Dictionary<string, Tensor>()

        for name, value in values do
            if not (byName.TryAdd(name, value)) then
                raise (Errors.substituteTwice (string kind) name)

        Prob<'T>(fun t -> t.Substituting(kind, byName, (fun () -> program.Run t)))

    /// See `Prob.condition`.
    let condition (values: seq<string * Tensor>) (program: Prob<'T>) =
        substitute Substitution.Condition values program

    /// See `Prob.intervene`.
    let intervene (values: seq<string * Tensor>) (program: Prob<'T>) =
        substitute Substitution.Intervene values program

    /// See `Prob.replay`.
    let replay (values: seq<string * Tensor>) (program: Prob<'T>) =
        substitute Substitution.Replay values program

    /// See `Prob.withData`.
    let withData (values: seq<string * Tensor>) (program: Prob<'T>) =
        substitute Substitution.Data values program

    /// See `GumbelSoftmax`.
    let gumbelSoftmax (temperature: Temperature) = GumbelSoftmax.at temperature

    /// See `StraightThrough`.
    let straightThrough (temperature: Temperature) = StraightThrough.at temperature

    /// See `Rebar`.
    let rebar (temperature: Temperature) (scale: RebarScale) = Rebar.at temperature scale

    /// See `Relax`.
    let relax (temperature: Temperature) units decay = Relax.at temperature units decay

/// The language: what a model is written in.
[<AutoOpen>]
module Dsl =

    /// A stochastic program: `prob { ... }`.
    let prob = ProbBuilder()

    /// A number, an array or a tensor, as a tensor.
    let inline tensor (x: ^x) : Tensor =
        ((^x or ToTensor): (static member From: ^x * ToTensor -> Tensor) (x, Unchecked.defaultof<ToTensor>))

    type Tensor with

        /// A part of the first dimension: `x.[a..b]`, both ends included.
        member t.GetSlice(start: int option, finish: int option) =
            let stop =
                match finish with
                | Some last -> last + 1
                | None -> t.Shape.[0]

            Shapes.Slice(t, 0, defaultArg start 0, stop)

    /// A random site: one event of a distribution.
    let sample (name: string) (distribution: Distribution) : Prob<Tensor> =
        Prob<Tensor>(_.Sample(name, distribution))

    /// Conditions the program on data: adds the log density of the value.
    let inline observe (name: string) (distribution: Distribution) value : Prob<unit> =
        Words.observe name distribution (tensor value)

    /// The same for data of which some numbers are missing, which are NaN: only those that are there count. They are numbers of the rows of a plate, or of one event
    /// whose parts are independent.
    let inline observePresent (name: string) (distribution: Distribution) value : Prob<unit> =
        Words.observePresent name distribution (tensor value)

    /// The same where missing numbers are drawn: as the site "name_unobserved", whose law is that of the data. Returns the data with the draws in their places. In a
    /// plate the site has all rows; where the number is there, it is drawn from its law and not used.
    let inline impute (name: string) (distribution: Distribution) value : Prob<Tensor> =
        Words.impute name distribution (tensor value)

    /// Adds a log weight, a scalar, to the joint log density.
    let inline factor (name: string) logWeight : Prob<unit> = Words.factor name (tensor logWeight)

    /// Adds a scalar to the objective.
    let inline cost (name: string) value : Prob<unit> = Words.cost name (tensor value)

    /// KL(p, q) in nats, in closed form: E log p(x) - log q(x) for x from p. An expression of the parameters of both, so a cost that needs
    /// no draws; what has no closed form is refused by name.
    let kl (p: Distribution) (q: Distribution) : Tensor = Divergence.Kl(p, q)

    /// A trainable tensor of any real numbers, with its initial value.
    let inline param (name: string) initial : Prob<Tensor> =
        Words.param name (tensor initial) Support.Real

    /// A trainable tensor that stays in a support, with its initial value.
    let inline paramOn (support: Support) (name: string) initial : Prob<Tensor> =
        Words.param name (tensor initial) support

    /// What a module, such as a neural network of TorchSharp, makes of a tensor. Its trainable tensors become parameters of the program, named after it:
    /// "encoder.0.weight". Where it comes twice, both have the same parameters.
    let inline through (m: ITensorModule) x : Prob<Tensor> = Words.through m [| tensor x |]

    /// What a module makes of several tensors; see `through`.
    let throughAll (m: ITensorModule) (inputs: Tensor list) : Prob<Tensor> = Words.through m (Array.ofList inputs)

    /// Records a value under a name, and returns it.
    let inline deterministic (name: string) value : Prob<Tensor> = Words.deterministic name (tensor value)

    /// Conditionally independent repetitions, one for each row of the data (its first dimension): `for row in plate name data do`.
    /// The data is a tensor, an array, or a pair or triple of those.
    let inline plate (name: string) (data: ^d) =
        ((^d or ToColumns): (static member From: ^d * ToColumns -> Columns<_>) (data, Unchecked.defaultof<ToColumns>)).Named name

    /// Uses a random part of n rows at each run, and scales their costs by rows / n, which leaves the expectation unchanged.
    let minibatch (size: int) (plate: PlateOf<'Row>) : PlateOf<'Row> = plate.Minibatch size

    /// Prefixes the names of a program's sites, costs and parameters, as in "encoder/weight".
    let scope (name: string) (program: Prob<'T>) : Prob<'T> =
        Prob<'T>(fun t -> t.Scope(name, (fun () -> program.Run t)))

    /// Asks for an estimator at the sites of a program, instead of the planner's choice. It is checked, and refused if it would be biased
    /// and bias is not allowed.
    let via (estimator: Estimator) (program: Prob<'T>) : Prob<'T> =
        Prob<'T>(fun t -> t.Via(estimator, (fun () -> program.Run t)))

    /// Structured choice on a random index (0, 1, ...): the value of the program at the index. Sites and costs of the branches not
    /// taken do not count. An index past the last program takes the last one.
    let branch (index: Tensor) (programs: Prob<Tensor> list) : Prob<Tensor> =
        Prob<Tensor>(fun t ->
            if programs.IsEmpty then
                raise (Errors.branchEmpty ())

            if index.Shape.Rank <> 0 then
                raise (Errors.branchIndex index)

            let last = programs.Length - 1
            let index = index.Cast DType.Int64

            let taken i =
                let number = Tensor.op_Implicit (i: int): Tensor

                if last = 0 then
                    Tensor.op_Implicit true
                elif i = last then
                    Tensor.op_GreaterThanOrEqual (index, number)
                else
                    index.EqualTo number

            let values =
                programs
                |> List.mapi (fun i p -> t.Guard(taken i, (fun () -> taken i, p.Run t)))

            List.foldBack
                (fun (condition, value) rest -> Tensor.Where(condition, value, rest))
                (List.take last values)
                (snd values.[last]))

    /// Differentiates along the draw.
    let Pathwise = Pathwise.estimator

    /// Sums over all values.
    let Enumerate = Enumerate.estimator

    /// Draws a continuous number on each side of the thresholds that it is compared with.
    let ThresholdSmoothing = ThresholdSmoothing.estimator

    /// Differentiates along accepted proposals, at a site of rejection sampling.
    let RejectionPath = RejectionPath.estimator

    /// Moves bits and one-hot vectors along their probabilities, where the cost is affine in them.
    let LocalExpectation = LocalExpectation.estimator

    /// Writes the derivative of the law as a signed sum of laws, at coupled draws.
    let MeasureValued = MeasureValued.estimator

    /// Two draws of a bit that mirror each other, and the difference of their costs.
    let DisArm = DisArm.estimator

    /// n draws of a bit that lie apart, each against the mean of them all; n at least 2.
    let Arms (n: int) = Arms.estimator n

    /// k different values of a site with finite support, drawn without replacement, each against the others; k at least 2.
    let UnorderedSet (k: int) = UnorderedSet.estimator k

    /// The k - 1 most probable values of a site with finite support, and one draw from the others; k at least 2.
    let SumAndSample (k: int) = SumAndSample.estimator k

    /// A relaxed draw in place of a bit or one-hot vector: biased. The temperature is a number, or a Temperature that anneals.
    let inline GumbelSoftmax temperature =
        Words.gumbelSoftmax (ToTemperature.Of temperature)

    /// The bit or one-hot vector forward, the relaxed draw backward: biased. The temperature is a number, or a Temperature that anneals.
    let inline StraightThrough temperature =
        Words.straightThrough (ToTemperature.Of temperature)

    /// The bit or one-hot vector forward, a second-order way back: biased, but not for quadratic costs.
    let ReinMax = ReinMax.estimator

    /// The score function with a relaxed cost as control variate: unbiased for any temperature and scale.
    let inline Rebar temperature (scale: RebarScale) =
        Words.rebar (ToTemperature.Of temperature) scale

    /// The score function against a constant and a layer of tanh units of the relaxed draw, fitted to earlier runs: unbiased, for any cost of a bit or
    /// one-hot vector. decay: weight of the past, in (0, 1).
    let inline Relax temperature (units: int) (decay: float) =
        Words.relax (ToTemperature.Of temperature) units decay

    /// Score function with a baseline.
    let Score (baseline: Baseline) = Score.withBaseline baseline

    /// No baseline.
    let NoBaseline = Baseline.NoBaseline

    /// The mean cost of the other particles.
    let LeaveOneOut = Baseline.LeaveOneOut

    /// Each row of a plate that the cost mixes, against the cost with the mean of the others in its place.
    let Vimco = Baseline.Vimco

    /// The constant of least variance for each scalar parameter of the law, from the other particles.
    let OptimalConstant = Baseline.OptimalConstant

    /// A moving average of the cost over earlier runs; decay in (0, 1).
    let MovingAverage (decay: float) = Baseline.MovingAverage decay

    /// The least-squares fit of the cost to earlier runs, by features of what is drawn before the site; decay in (0, 1).
    let Learned (decay: float) (features: Tensor list) =
        Baseline.Learned(decay, Array.ofList features)

    /// Stochastic gradient descent.
    let Sgd (learningRate: float) = Optimizer.Sgd learningRate

    /// Adam.
    let Adam (learningRate: float) = Optimizer.Adam learningRate

    /// RMSProp.
    let RmsProp (learningRate: float) = Optimizer.RmsProp learningRate

    /// Greater, elementwise.
    let inline (.>) a b : Tensor =
        Tensor.op_GreaterThan (tensor a, tensor b)

    /// Less, elementwise.
    let inline (.<) a b : Tensor = Tensor.op_LessThan (tensor a, tensor b)

    /// Greater or equal, elementwise.
    let inline (.>=) a b : Tensor =
        Tensor.op_GreaterThanOrEqual (tensor a, tensor b)

    /// Less or equal, elementwise.
    let inline (.<=) a b : Tensor =
        Tensor.op_LessThanOrEqual (tensor a, tensor b)

    /// Equal, elementwise.
    let inline (.=) a b : Tensor = Comparisons.EqualTo(tensor a, tensor b)

    /// Values of the second where the condition holds, else of the third.
    let inline where (condition: Tensor) ifTrue ifFalse : Tensor =
        Tensor.Where(condition, tensor ifTrue, tensor ifFalse)

/// Programs from programs.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Prob =

    /// A program without random sites.
    let ret (value: 'T) = Prob<'T>(fun _ -> value)

    /// Threads a state through steps, one for each item: time series, random walks, recurrences. The names of step i end in [i].
    let fold (step: 'State -> 'Item -> Prob<'State>) (state: 'State) (items: seq<'Item>) : Prob<'State> =
        Prob<'State>(fun t ->
            let mutable state = state

            items
            |> Seq.iteri (fun i item -> state <- t.Step(i, (fun () -> (step state item).Run t)))

            state)

    /// As `fold`, keeping the state after each step.
    let scan (step: 'State -> 'Item -> Prob<'State>) (state: 'State) (items: seq<'Item>) : Prob<'State list> =
        Prob<'State list>(fun t ->
            let path = ResizeArray<'State>()
            let mutable state = state

            items
            |> Seq.iteri (fun i item ->
                state <- t.Step(i, (fun () -> (step state item).Run t))
                path.Add state)

            List.ofSeq path)

    /// The choice between two states: a tensor, or a tuple, list or array of them.
    let rec private choose (condition: Tensor) (ifTrue: objnull) (ifFalse: objnull) : objnull =
        match ifTrue, ifFalse with
        | (:? Tensor as a), (:? Tensor as b) when obj.ReferenceEquals(a, b) -> a
        | (:? Tensor as a), (:? Tensor as b) -> Tensor.Where(condition, a, b)
        | (:? (Tensor list) as a), (:? (Tensor list) as b) when a.Length = b.Length ->
            List.map2 (fun x y -> Tensor.Where(condition, x, y)) a b
        | (:? (Tensor[]) as a), (:? (Tensor[]) as b) when a.Length = b.Length ->
            Array.map2 (fun x y -> Tensor.Where(condition, x, y)) a b
        | (:? ITuple as a), (:? ITuple as b) ->
            let parts = Array.init a.Length (fun i -> choose condition a.[i] b.[i])
            FSharpValue.MakeTuple(parts, a.GetType())
        | null, _ -> raise (Errors.loopState "nothing")
        | other, _ -> raise (Errors.loopState (other.GetType().Name))

    /// While a condition on the state holds, runs a step, at most `bound` times: a program of random length. Sites and costs of turns
    /// that are not taken do not count, and the names of turn i end in [i]. The state is a tensor, or a tuple, list or array of them. A run
    /// in which the condition still holds after `bound` turns (with a probability above rounding, where it is summed exactly) is an error.
    let loop (bound: int) (condition: 'State -> Tensor) (step: 'State -> Prob<'State>) (state: 'State) : Prob<'State> =
        Prob<'State>(fun t ->
            let turns, last = t.Loop(bound, condition, (fun state -> (step state).Run t), state)
            let mutable result = box last

            for i in turns.Count - 1 .. -1 .. 0 do
                let struct (taken, before) = turns.[i]
                result <- choose taken result (box before)

            unbox<'State> result)

    /// A plate whose body returns a tensor: the rows, as one tensor with the plate as its first dimension.
    let map (plate: PlateOf<'Row>) (body: 'Row -> Prob<Tensor>) : Prob<Tensor> =
        Prob<Tensor>(fun t -> plate.Within(t, (fun row -> (body row).Run t), (fun axis rows -> rows.FromAxis axis)))

    /// Data for sites of a program that are drawn in it, by name: they become observations, and their densities count. A value has the rows of the
    /// plates around its site as first dimensions.
    let condition (values: (string * Tensor) list) (program: Prob<'T>) : Prob<'T> = Words.condition values program

    /// Sites of a program stand at values, whatever they depend on (Pearl's do): their densities do not count, what depends on them sees the values.
    let intervene (values: (string * Tensor) list) (program: Prob<'T>) : Prob<'T> = Words.intervene values program

    /// Sites of a program stand at the values of a draw, which may hold more than the program's sites: their densities do not count, other sites are drawn.
    let replay (values: (string * Tensor) list) (program: Prob<'T>) : Prob<'T> = Words.replay values program

    /// The same program with other data for some of its observations, by name. A value has the rows of the plates around the observation as first dimensions,
    /// as many as before.
    let withData (values: (string * Tensor) list) (program: Prob<'T>) : Prob<'T> = Words.withData values program
