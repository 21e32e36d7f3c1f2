namespace DiffProb;

/// <summary>Circular and hyperbolic functions, elementwise; angles in radians.</summary>
public static class Trigonometry
{
    /// <summary>Sine, elementwise.</summary>
    /// <param name="x">Angle in radians.</param>
    public static Tensor Sin(this Tensor x) => Unary.Node(new Sin(), x);

    /// <summary>Cosine, elementwise.</summary>
    /// <param name="x">Angle in radians.</param>
    public static Tensor Cos(this Tensor x) => Unary.Node(new Cos(), x);

    /// <summary>Tangent, elementwise.</summary>
    /// <param name="x">Angle in radians.</param>
    public static Tensor Tan(this Tensor x) => Unary.Node(new Tan(), x);

    /// <summary>Arc sine in [-π/2, π/2], elementwise.</summary>
    /// <param name="x">In [-1, 1].</param>
    public static Tensor Asin(this Tensor x) => Unary.Node(new Asin(), x);

    /// <summary>Arc cosine in [0, π], elementwise.</summary>
    /// <param name="x">In [-1, 1].</param>
    public static Tensor Acos(this Tensor x) => Unary.Node(new Acos(), x);

    /// <summary>Arc tangent in [-π/2, π/2], elementwise.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Atan(this Tensor x) => Unary.Node(new Atan(), x);

    /// <summary>Arc cotangent in [0, π], elementwise: smooth through 0, exact in its small values.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Acot(this Tensor x) => Unary.Node(new Acot(), x);

    /// <summary>sin πx, elementwise, exact at the zeros; at 1 - q that of q.</summary>
    /// <param name="x">Angle in half turns.</param>
    public static Tensor SinPi(this Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Probabilities.IsComplement(x, out var q) ? q.SinPi() : Unary.Node(new SinPi(), x);
    }

    /// <summary>cos πx, elementwise, exact at the zeros; at 1 - q the negative of that of q.</summary>
    /// <param name="x">Angle in half turns.</param>
    public static Tensor CosPi(this Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Probabilities.IsComplement(x, out var q) ? -q.CosPi() : Unary.Node(new CosPi(), x);
    }

    /// <summary>Angle of the point (x, y) in (-π, π], elementwise; it jumps at the negative x axis.</summary>
    /// <param name="y">Ordinate.</param>
    /// <param name="x">Abscissa.</param>
    public static Tensor Atan2(this Tensor y, Tensor x) => Binary.Node(new Atan2(), y, x);

    /// <summary>Hyperbolic sine, elementwise.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Sinh(this Tensor x) => Unary.Node(new Sinh(), x);

    /// <summary>Hyperbolic cosine, elementwise.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Cosh(this Tensor x) => Unary.Node(new Cosh(), x);

    /// <summary>Hyperbolic tangent, elementwise.</summary>
    /// <param name="x">Any tensor.</param>
    public static Tensor Tanh(this Tensor x) => Unary.Node(new Tanh(), x);
}

internal sealed record Sin : VectorUnary<VectorFunctions.Sin>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * output.Inputs[0].Cos();
}

internal sealed record Cos : VectorUnary<VectorFunctions.Cos>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => -(adjoint * output.Inputs[0].Sin());
}

internal sealed record Tan : VectorUnary<VectorFunctions.Tan>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * (1.0 + output.Square());
}

internal sealed record Asin : VectorUnary<VectorFunctions.Asin>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint / (1.0 - output.Inputs[0].Square()).Sqrt();
}

internal sealed record Acos : VectorUnary<VectorFunctions.Acos>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => -(adjoint / (1.0 - output.Inputs[0].Square()).Sqrt());
}

internal sealed record Atan : VectorUnary<VectorFunctions.Atan>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint / (1.0 + output.Inputs[0].Square());
}

internal sealed record Acot : VectorUnary<VectorFunctions.Acot>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => -(adjoint / (1.0 + output.Inputs[0].Square()));
}

internal sealed record SinPi : DoubleUnary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * (Math.PI * output.Inputs[0].CosPi());

    public override Tensor Rebuild(Tensor[] inputs) => inputs[0].SinPi();

    protected override double Value(double x) => double.SinPi(x);
}

internal sealed record CosPi : DoubleUnary
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => -(adjoint * (Math.PI * output.Inputs[0].SinPi()));

    public override Tensor Rebuild(Tensor[] inputs) => inputs[0].CosPi();

    protected override double Value(double x) => double.CosPi(x);
}

internal sealed record Atan2 : VectorBinary<VectorFunctions.Atan2>
{
    public override Dependence DependsOn(int input) => Dependence.Step;

    public override Tensor Derivative(int input, Tensor output, Tensor adjoint)
    {
        var (y, x) = (output.Inputs[0], output.Inputs[1]);
        var squares = x.Square() + y.Square();
        return input == 0 ? adjoint * x / squares : -(adjoint * y / squares);
    }
}

internal sealed record Sinh : VectorUnary<VectorFunctions.Sinh>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * output.Inputs[0].Cosh();
}

internal sealed record Cosh : VectorUnary<VectorFunctions.Cosh>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * output.Inputs[0].Sinh();
}

internal sealed record Tanh : VectorUnary<VectorFunctions.Tanh>
{
    public override Tensor Derivative(int input, Tensor output, Tensor adjoint) => adjoint * (1.0 - output.Square());
}
