namespace Gallery.FSharp

open Gallery

/// The samples in F#.
module Samples =
    let all: ISample[] =
        [|
            SequenceDesign.sample
            MixtureWeights.sample
            LearningToLearn.sample
            Decisions.sample
            Normalization.sample
            Texture.sample
        |]
