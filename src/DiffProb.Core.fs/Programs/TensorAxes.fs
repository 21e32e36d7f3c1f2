namespace DiffProb

/// Words on hidden axes and on the score, which the kernels keep from users.
[<AutoOpen>]
module internal TensorAxes =

    type Tensor with

        /// The first visible dimension as a hidden axis.
        member t.ToAxis(axis: Axis) = AxisOperations.ToAxis(t, axis)

        /// A hidden axis as the first visible dimension.
        member t.FromAxis(axis: Axis) = AxisOperations.FromAxis(t, axis)

        /// The same values repeated along axes that the tensor lacks.
        member t.ExpandAlong(axes: Axes) = AxisOperations.ExpandAlong(t, axes)

        /// Sum over axes; what lacks one of them is constant along it.
        member t.SumOver(axes: Axes) = AxisOperations.SumOver(t, axes)

        /// Mean over those of the axes that it has.
        member t.MeanOver(axes: Axes) = AxisOperations.MeanOver(t, axes)

        /// 1 in value; the score of the log probability when differentiated.
        member t.MagicBox() = Gradients.MagicBox t
