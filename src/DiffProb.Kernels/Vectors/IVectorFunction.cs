using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>Contract of functions of eight numbers at once, each lane for itself.</summary>
/// <remarks>
/// The bits of a lane depend on its number alone: neither on its neighbours nor on the width that the processor has. So products
/// that feed a sum are fused by hand, and nothing is estimated.
/// </remarks>
internal interface IVectorFunction
{
    static abstract Vector512<double> Of(Vector512<double> x);
}

/// <summary>The same of two numbers in each lane.</summary>
internal interface IVectorFunctionOfTwo
{
    static abstract Vector512<double> Of(Vector512<double> x, Vector512<double> y);
}

/// <summary>The same of three numbers in each lane.</summary>
internal interface IVectorFunctionOfThree
{
    static abstract Vector512<double> Of(Vector512<double> x, Vector512<double> y, Vector512<double> z);
}
