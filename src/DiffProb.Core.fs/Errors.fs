namespace DiffProb

open System

/// All messages of this project: what is wrong, where, and what to do.
module internal Errors =

    let enumerateInfinite name =
        DiffProbException $"Site \"{name}\": its support is not finite, so that it cannot be enumerated."

    let precision (given: DType) =
        ValueException $"Precision must be Float64 or Float32, but it is {given}.\n  try DType.Float32 for single precision."

    let private listed (names: seq<string>) =
        match names |> Seq.sort |> Seq.map (sprintf "\"%s\"") |> String.concat ", " with
        | "" -> "none"
        | text -> text

    let siteTwice name (first: string) (second: string) =
        DiffProbException(
            $"Two sites are named \"{name}\": {first}, and {second}.\n"
            + "  try another name, scope around one of them, or, in a loop, a plate or Prob.fold, which name their steps."
        )

    let parameterTwice name (first: string) (second: string) =
        DiffProbException(
            $"Parameter \"{name}\" is declared twice, differently: {first}, and {second}.\n"
            + "  try another name, or scope around one of them; the same name, shape and support share one parameter."
        )

    let namelessThing kind =
        DiffProbException $"A {kind} must have a name that is not empty.\n  try a short word, such as \"x\"."

    let plateSize name (sizes: string) =
        ShapeException(
            $"Plate \"{name}\": its data must have one first dimension in common, but the sizes are {sizes}.\n"
            + "  try data with one row for each repetition in all parts."
        )

    let plateChanged name (before: int) (now: int) =
        ShapeException(
            $"Plate \"{name}\" has {before} rows where it was used first and {now} rows here.\n"
            + "  try another name for one of the two plates."
        )

    let plateInItself name =
        DiffProbException $"Plate \"{name}\" is used inside itself.\n  try another name for the inner plate."

    let minibatchSize name (batch: int) (rows: int) =
        ValueException $"Plate \"{name}\": a minibatch must have 1 to {rows} rows, but {batch} were asked for."

    let dataNaN (where: string) (element: string) =
        ValueException(
            $"{where}: the data is NaN{element}.\n"
            + "  try observePresent, which leaves missing numbers out, or impute, which draws them (in C# ObservePresent and Impute)."
        )

    let missingUnknown name =
        DiffProbException(
            $"Observation \"{name}\": which numbers are missing must be known when the program is traced, but these data depend on a draw, a parameter or the rows of a minibatch.\n"
            + "  try data that are constants, and a plate of all rows."
        )

    let missingPart name (distribution: Distribution) =
        DiffProbException(
            $"Observation \"{name}\": some numbers of one event are missing, but those of {distribution} depend on each other, so that none can be left out alone.\n"
            + "  try sample for the whole event and an observation of what is there, or rows without missing numbers."
        )

    let missingInRows name (distribution: Distribution) =
        DiffProbException(
            $"Observation \"{name}\": numbers are missing within rows of a plate, each of shape {distribution.Shape}.\n"
            + "  try a plate for the numbers of a row, inside of the other, so that each number has a row of its own."
        )

    let rowEscaped (where: string) (plate: string) =
        DiffProbException(
            $"{where} uses a row of plate \"{plate}\" outside of that plate.\n"
            + "  try moving it into the plate, or Prob.map, which returns the rows as one tensor."
        )

    let observationOutside name (distribution: Distribution) (value: string) (element: string) =
        ValueException(
            $"Site \"{name}\": the observed value must be {distribution.Support.Description}, but it is {value}{element}.\n"
            + $"  at  {distribution.Name} of shape {distribution.Shape}\n  try data of that kind, or another distribution."
        )

    let observationShape name (distribution: Distribution) (value: Tensor) =
        ShapeException(
            $"Site \"{name}\": an event of {distribution.Name} has shape {distribution.Shape}, but the observed value has shape {value.Shape}.\n"
            + "  try a plate over the rows of the data, or parameters of its shape."
        )

    let costNotScalar name (value: Tensor) =
        ShapeException(
            $"Cost \"{name}\" must be a scalar (shape []), but its shape is {value.Shape}.\n  try Sum() or Mean() of it, or a plate."
        )

    let costEscapes name (axis: string) = rowEscaped $"Cost \"{name}\"" axis

    let noCost () =
        DiffProbException
            "The program has no cost: there is nothing to take the expectation of.\n  try returning a scalar tensor, or cost name value."

    let conditioned (names: seq<string>) =
        DiffProbException(
            $"The program conditions on data at {listed names}: its expectation under the posterior needs inference.\n"
            + "  try an expectation of a program without observe and factor, with the log density as a cost if it is an objective."
        )

    let substituteShape (word: string) name (expected: Shape) (given: Shape) =
        ShapeException(
            $"{word}: site \"{name}\" has values of shape {expected} (rows of its plates, then an event), but the value given has shape {given}.\n"
            + $"  try numbers of shape {expected}."
        )

    let substituteUnknown (word: string) name (known: seq<string>) =
        DiffProbException(
            $"{word}: the program has no site named \"{name}\". It has: {listed known}.\n"
            + "  try the name as it is inside of the program that the word is applied to."
        )

    let substituteTwice (word: string) name =
        DiffProbException $"{word}: site \"{name}\" is given two values.\n  try one of them."

    let branchIndex (index: Tensor) =
        ShapeException
            $"branch: the index must be a scalar (shape []), but its shape is {index.Shape}.\n  try a plate around the branch, one index for each row."

    let branchEmpty () =
        DiffProbException "branch: at least one program is needed."

    let loopCondition (condition: Tensor) =
        ShapeException
            $"loop: the condition must be one truth value (Bool, shape []), but it is {condition.DType} of shape {condition.Shape}.\n  try a comparison of scalars, and a plate around the loop for one in each row."

    let loopState (state: string) =
        DiffProbException
            $"loop: the state must be a tensor, or a tuple, list or array of them, but it holds {state}.\n  try tensor x for a number that the state carries."

    let loopUnfinished (sites: seq<string>) (bound: int) (place: string) (probability: float) =
        let share =
            if place = "" then
                $"with probability %.3g{probability}"
            else
                $"in %.3g{probability} rows on average{place}"

        DiffProbException(
            $"loop: after {bound} turns the condition still holds {share}; it reads site {listed sites}. What further turns would add is missing.\n"
            + $"  try a bound above {bound}, or a step that makes the condition false in the last turn."
        )

    let unknownName kind name (known: seq<string>) =
        DiffProbException $"There is no {kind} named \"{name}\". There are: {listed known}."

    let parameterShape name (expected: Shape) (given: Shape) =
        ShapeException $"Parameter \"{name}\" has shape {expected}, but the value given for it has shape {given}."

    let parameterOutside name (support: Support) (value: string) (element: string) =
        ValueException
            $"Parameter \"{name}\" must be {support.Description}; it is {value}{element}.\n  try another initial value, or another support."

    let parameterOnEdge name (reason: ValueException) =
        ValueException($"Parameter \"{name}\" cannot be moved from where it starts. {reason.Message}")

    let siteParameter (site: string) (parameter: DistributionParameter) (value: string) (element: string) (plates: string) =
        ValueException(
            $"Site \"{site}\": {parameter.Name} must be {parameter.Support.Description}; it is {value}{element}{plates}.\n"
            + $"  try a value that is {parameter.Support.Description}, or declare the parameter that feeds it with paramOn and that support."
        )

    let estimatorInvalid
        (site: string)
        (family: string)
        (cost: string)
        (estimator: string)
        (reason: string)
        (valid: seq<string>)
        =
        let alternatives =
            match Seq.toList valid with
            | [] -> "No estimator of this version is valid here."
            | names -> "Valid: " + String.concat ", " names + "."

        DiffProbException(
            $"Site \"{site}\" ({family}): {estimator} is not valid for cost \"{cost}\", because {reason}. {alternatives}\n"
            + "  try Expectation.plan (in C#, Plan()) to see every choice and its reason."
        )

    let estimatorBiased (site: string) (family: string) (cost: string) (estimator: string) (valid: seq<string>) =
        let alternatives =
            match Seq.toList valid with
            | [] -> "No estimator that the planner considers is unbiased here."
            | names -> "Unbiased here: " + String.concat ", " names + "."

        DiffProbException(
            $"Site \"{site}\" ({family}): {estimator} is biased for cost \"{cost}\": its gradient is not that of the program's expectation. {alternatives}\n"
            + "  try one of those, or AllowBias = true (in C#, AllowBias()) if a biased gradient is what is wanted."
        )

    let noEstimator (site: string) (family: string) (cost: string) (rejected: seq<string * string>) =
        let reasons =
            rejected
            |> Seq.map (fun (name, why) -> $"\n  {name}: {why}")
            |> String.concat ""

        DiffProbException(
            $"Site \"{site}\" ({family}): no estimator gives an unbiased gradient for cost \"{cost}\".{reasons}\n"
            + "  try a program in which the parameter does not move the support, or a cost without jumps."
        )

    let parameterInOpaque (where: string) (parameter: string) (operation: string) =
        DiffProbException(
            $"{where}: parameter \"{parameter}\" enters {operation}, a function that the graph cannot look into and that is not declared smooth: a derivative of zero would be a guess.\n"
            + "  try TensorFunction.Of with its dependence and derivative, or StopGradient on a parameter that is not to be trained there."
        )

    let featureShape (feature: Tensor) =
        ShapeException(
            $"Learned: a feature must be a scalar (shape []), but the shape of one is {feature.Shape}.\n"
            + "  try its elements, or its sum, as features of their own."
        )

    let planJson (what: string) =
        DiffProbException(
            $"This is no plan in JSON: {what}.\n"
            + "  try the text that Plan.ToJson gave, with other estimators by the names that plans show."
        )

    let planOfAnother kind (name: string) (known: seq<string>) =
        DiffProbException(
            $"The plan passed in names {kind} \"{name}\", which the program does not have. It has: {listed known}.\n"
            + "  try Expectation.plan on this program, and change that one."
        )

    let parameterAtEdge (where: string) (parameter: string) (site: string) (operation: string) =
        DiffProbException(
            $"{where}: parameter \"{parameter}\" meets the random site \"{site}\" inside {operation}, where a derivative along a path misses how the edge moves, and no estimator of this version sees it.\n"
            + $"  try a comparison that is affine in the site, such as x .> c, or putting the parameter into the distribution: sample \"x\" (Normal(m, 1.0)) instead of m + noise, or StopGradient on a parameter that is not to be trained there."
        )

    let private startAnew =
        "for a new fit from its parameters, Parameters = checkpoint.Parameters (in C#, With(checkpoint.Parameters))"

    let notACheckpoint (name: string) (kind: string) =
        TensorFileException(
            $"{name} is none: it has no state of a fit, or that of another version (this one reads \"{kind}\").\n"
            + "  try NamedTensors.Load, if it holds parameters alone."
        )

    let checkpointLacks (name: string) (part: string) =
        TensorFileException(
            $"{name} has no {part} that fits: it was made by something else, or changed.\n  try an older one, or {startAnew}."
        )

    let checkpointDiffers (name: string) (what: string) (given: string) (own: string) =
        DiffProbException(
            $"{name} is of another fit: its {what} is {given}, but here it is {own}.\n"
            + $"  try the program and the options that it was made with, or, {startAnew}."
        )

    let checkpointOfLength (name: string) (given: string) (own: string) =
        DiffProbException(
            $"{name} is of a fit of {given} steps in all, but here they are {own}, and the schedule or a temperature changes over all steps.\n"
            + $"  try Steps = {given}, or, {startAnew}."
        )

    let checkpointBeyond (name: string) (step: int) (own: string) =
        DiffProbException(
            $"{name} is {step} steps on, but this fit has Steps = {own}.\n  try more steps in all; those done before count."
        )

    let parametersDiffer (name: string) (lacking: seq<string>) (unknown: seq<string>) =
        DiffProbException(
            $"{name} has not the parameters of this program. It lacks: {listed lacking}. The program does not have: {listed unknown}.\n"
            + "  try With(name, value) for what is missing, or a dictionary of those that fit, which leaves the others as the program has them."
        )

    let notFinite what (name: string) (value: float) (source: string) =
        DiffProbException(
            $"The {what} {name} is {value}. {source}\n"
            + "  try a smaller step, a parameter with a support (paramOn), or a cost that stays finite on the support of its sites."
        )

    let numberOfNames (order: int) (names: string[]) =
        DiffProbException
            $"A derivative of order {order} is named by {order} parameters, which may repeat, but {names.Length} are given: {listed names}."

    let tooManyDerivatives (order: int) (numbers: int) =
        DiffProbException(
            $"Derivatives of order {order} in {numbers} numbers take {float numbers ** float (order - 1)} passes.\n"
            + "  try a program in which fewer of them are parameters: what a parameter is, is declared by param."
        )

    let atLeast (field: string) (least: int) (value: int) =
        ValueException $"{field} must be at least {least}, but it is {value}."

    let wrongNumber (field: string) (rule: string) (value: float) =
        ValueException $"{field} must be {rule}, but it is {value}."

    let nothingLatent (observed: seq<string>) =
        DiffProbException(
            $"The program has no site that is left open: there is nothing to infer. It observes: {listed observed}.\n"
            + "  try sample in place of param or of a number for what is to be learnt."
        )

    let pointsInContinuum (name: string) (distribution: Distribution) =
        DiffProbException(
            $"Site \"{name}\" ({distribution.Name}): single points have probability, so that no gradient leads to them and away.\n"
            + "  try the law without its bounds for the site, and observe what is seen of it."
        )

    let discreteInfinite (name: string) (distribution: Distribution) =
        DiffProbException(
            $"Site \"{name}\" ({distribution.Name}) is discrete and may be {distribution.Support.Description}: it can neither be summed out nor moved by gradients.\n"
            + "  try Mcmc with a kernel RandomWalk for it; or a law of finitely many values, such as Categorical or Binomial, or a continuous one in its place."
        )

    let discreteTooMany (name: string) (distribution: Distribution) (count: int64) =
        DiffProbException(
            $"Site \"{name}\" ({distribution.Name}) of shape {distribution.Shape} has {count} values: too many to sum over.\n"
            + "  try a plate with a site for each row in place of one site with many elements: then each row is summed over by itself."
        )

    let densityUnknown (name: string) (distribution: Distribution) =
        DiffProbException(
            $"Site \"{name}\": the density of {distribution.Name} is not known, or only up to a factor that may depend on its parameters, so that nothing can be inferred with it.\n"
            + "  try a law with a known density."
        )

    let supportOfDiscrete (name: string) (distribution: Distribution) =
        DiffProbException(
            $"Site \"{name}\" ({distribution.Name}): where its values lie depends on a discrete site, so that no map from the real line serves all of them.\n"
            + "  try a support that is the same for all values of the discrete site, or a continuous site scaled by what depends on it."
        )

    let rowsMixed (site: string) (reader: string) (plate: string) =
        DiffProbException(
            $"\"{reader}\" mixes the rows of plate \"{plate}\", in each of which the discrete site \"{site}\" has a value of its own: they cannot be summed over one by one.\n"
            + "  try reading each value in its own row of the plate."
        )

    let eliminationTooLarge (sites: seq<string>) (budget: float) =
        DiffProbException(
            $"The discrete sites {listed sites} depend on each other so much that summing them out takes tables of more than %.0f{budget} numbers.\n"
            + "  try fewer sites in one observation or factor, or a chain in which each reads only the one before."
        )

    let eliminationEntangled (sites: seq<string>) (plates: seq<string>) =
        DiffProbException(
            $"The discrete sites {listed sites} lie in different plates and meet in each pair of rows of {listed plates}: their sum has no factors.\n"
            + "  try a continuous site in place of one of them, or observe it."
        )

    let loopConditioned (sites: seq<string>) (bound: int) (place: string) =
        DiffProbException(
            $"loop: whether it goes on beyond {bound} turns depends on the site {listed sites}{place}, and inference does not leave out what lies beyond.\n"
            + "  try a step that makes the condition false in the last turn whatever the sites are, or Prob.fold."
        )

    let replayedShape (name: string) (place: string) (here: Shape) (given: Shape) =
        ShapeException(
            $"Infer.predict: site \"{name}\"{place} has values of shape {here}, but the draws of the posterior have shape {given}.\n"
            + $"  try Anew for \"{name}\", which draws it from its law given the other sites, or another name for it."
        )

    let anewUnknown (name: string) (known: seq<string>) =
        DiffProbException(
            $"Anew: the program has no site named \"{name}\". It has: {listed known}.\n"
            + "  try the name of a site."
        )

    let nothingReplayed (here: seq<string>) (given: seq<string>) =
        DiffProbException(
            $"Infer.predict: the program has no site that the posterior has draws of. Its sites are {listed here}, the posterior has {listed given}.\n"
            + "  try the same names for sites that mean the same; draws from a program alone are made by Infer.prior."
        )

    let factorOnDrawn (name: string) (sites: seq<string>) =
        DiffProbException(
            $"Factor \"{name}\" weighs runs by the site {listed sites}, which is drawn from its law: the draws would not be those of the program.\n"
            + "  try sample and observe in place of the factor, or Infer.nuts for the whole program."
        )

    let minibatchSummed (sites: seq<string>) (plate: string) =
        DiffProbException(
            $"Plate \"{plate}\" uses a part of its rows at a time, but all rows share the discrete site {listed sites}, which is summed out: the logarithm of that sum is no sum over rows.\n"
            + "  try the plate without minibatch, or a guide that draws the site."
        )

    let minibatchWeighed (plate: string) =
        DiffProbException(
            $"Plate \"{plate}\" uses a part of its rows at a time, but all rows share the importance weights of a site outside of it: their logarithm is no sum over rows.\n"
            + "  try the plate without minibatch, ImportanceDraws = 1, or a guide whose sites all lie in the plate."
        )

    let guideLacks (site: string) (distribution: Distribution) (known: seq<string>) =
        DiffProbException(
            $"The guide has no site named \"{site}\" ({distribution.Name} of shape {distribution.Shape} in the model), and it cannot be summed out. The guide has: {listed known}.\n"
            + $"  try sample \"{site}\" in the guide, with a law on the same support, or an automatic guide."
        )

    let guideAdds (site: string) (known: seq<string>) =
        DiffProbException(
            $"The guide draws site \"{site}\", which the model does not have. The model has: {listed known}.\n"
            + "  try the name of the site in the model, with its scopes and steps."
        )

    let guideOfData (site: string) =
        DiffProbException(
            $"The guide draws site \"{site}\", which the model observes: data has no law to be learnt.\n  try a guide without that site."
        )

    let guideShape (site: string) (model: Shape) (guide: Shape) =
        ShapeException(
            $"Site \"{site}\" has events of shape {model} in the model, but of shape {guide} in the guide.\n"
            + $"  try parameters of the guide's law that have shape {model}."
        )

    let guidePlates (site: string) (model: string) (guide: string) =
        let place (plates: string) =
            if plates = "" then
                "in no plate"
            else
                plates.TrimStart(',', ' ')

        ShapeException(
            $"Site \"{site}\" is {place model} in the model, but {place guide} in the guide.\n"
            + "  try the same plates in both, by name, number of rows and size of minibatch."
        )

    let guideSupport (site: string) (model: Distribution) (guide: Distribution) =
        ValueException(
            $"Site \"{site}\" must be {model.Support.Description} ({model.Name} in the model), but the guide's {guide.Name} may be {guide.Support.Description}: where the model has no density, the bound is -∞.\n"
            + "  try a law on the model's support, such as LogNormal or Gamma for positive numbers and Beta for probabilities."
        )

    let guideConditions (names: seq<string>) =
        DiffProbException(
            $"The guide has observations, factors or costs: {listed names}. A guide only draws sites; what weighs them belongs to the model.\n"
            + "  try moving them into the model."
        )

    let guideBranch (site: string) =
        DiffProbException(
            $"Site \"{site}\" of the guide is in a branch or loop: where that is not taken it would have no law.\n"
            + "  try drawing it in front of the branch: it has its own law whichever branch the model takes."
        )

    let guideFixed (names: seq<string>) =
        DiffProbException(
            $"Neither the guide nor the model has a parameter: there is nothing to learn. The guide draws: {listed names}.\n"
            + "  try param in the guide, such as let! loc = param \"loc\" 0.0."
        )

    let guideName (parameter: string) (guide: string) =
        DiffProbException(
            $"Parameter \"{parameter}\" of the model has the name of a parameter of the guide ({guide}).\n  try another name in the model."
        )

    let guideNothing (guide: string) (names: seq<string>) =
        DiffProbException(
            $"The guide {guide} moves unconstrained numbers, but the model has no continuous site that is left open. It has: {listed names}.\n"
            + "  try a guide written as a program, which may draw discrete sites."
        )

    let minibatchConditioned (plate: string) (batch: int) (rows: int) =
        DiffProbException(
            $"Plate \"{plate}\" uses {batch} of its {rows} rows at a time: a sampler needs the density of all data at each step.\n"
            + "  try the plate without minibatch."
        )

    let nothingObserved (sites: seq<string>) =
        DiffProbException(
            $"The program observes nothing: no observation or factor weighs its sites {listed sites}, so that there is no evidence.\n"
            + "  try observe where the data come about, or Prob.condition for a site whose value is known."
        )

    let particleParameter (site: string) (parameter: DistributionParameter) (plates: string) =
        ValueException(
            $"Site \"{site}\": {parameter.Name} must be {parameter.Support.Description}; for some particles it is not{plates}.\n"
            + $"  try an expression that is {parameter.Support.Description} for all values of the sites before, such as exp or a law with that support."
        )

    let proposalLacks (sites: seq<string>) =
        DiffProbException(
            $"The guide lacks sites of the program: {listed sites}.\n"
            + "  try sample under each of these names in the guide, if only from the law that the program has there."
        )

    let proposalTooNarrow (site: string) (own: Distribution) (proposed: Distribution) =
        DiffProbException(
            $"Site \"{site}\": the guide proposes {proposed.Support.Description} ({proposed.Name}), which does not hold all values that the program has there: {own.Support.Description} ({own.Name}).\n"
            + "  try a law with the support of the program's."
        )
