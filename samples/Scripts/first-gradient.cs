// Where to aim, when the hand shakes: dotnet run -c Release first-gradient.cs
#:project ../../src/DiffProb.CSharp
#:property PublishAot=false
using DiffProb;
using static DiffProb.Prob;

var darts =
    from aim in Param("aim", 0.0)
    from hit in Sample("hit", new Normal(aim, 0.3))
    select (hit - 1.7).Square();

GradientEstimate g = darts.Estimate().Particles(4096).Seed(1).Gradient();
Console.WriteLine(g);
Console.WriteLine(g.Plan);

// 2 (0 - 1.7), by hand. A correct estimate is further than 5 standard errors away for 6 seeds in 10 million; the seed is fixed.
const double exact = -3.4;
if (!(Math.Abs(g["aim"].ToDouble() - exact) <= 5.0 * g.StandardError("aim").ToDouble()))
{
    Console.Error.WriteLine($"The derivative is {exact}.");
    return 1;
}

return 0;
