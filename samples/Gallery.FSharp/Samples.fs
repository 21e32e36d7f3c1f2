namespace Gallery.FSharp

open Gallery

/// The samples in F#.
module Samples =
    let all: ISample[] =
        [|
            Darts.sample
            SequenceDesign.sample
            MixtureWeights.sample
            LearningToLearn.sample
            Decisions.sample
            TruncatedTails.sample
            SoftAndHardRejection.sample
            Normalization.sample
            Texture.sample
            Autoencoder.sample
        |]
