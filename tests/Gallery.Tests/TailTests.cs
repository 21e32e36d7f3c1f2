using Gallery.Tails;

namespace GalleryTests;

/// <summary>The exact tails, against integrals and roots of 30 to 60 digits (mpmath 1.2).</summary>
public sealed class TailTests
{
    [Theory]
    [InlineData(2.0, 1, 0.2776048388094589238, 0.76299492462057698, 0.094624296712727052288)]
    [InlineData(2.0, 30, 4.5955247865681387502, 159288535.55327624, 0.64793582747165253732)]
    [InlineData(5.0, 1, 0.13201833204429845832, 0.37634320202760413, 0.024047244841494460187)]
    [InlineData(5.0, 30, 3.1035164225120198175, 130571214.9324388, 0.36930078618271758631)]
    [InlineData(30.0, 1, 0.023070467827310753281, 0.066541779524007792, 0.00076672841117634515649)]
    [InlineData(30.0, 30, 0.68458574347717243212, 34955825.763411838, 0.022262737115737270468)]
    [InlineData(1000.0, 1, 0.0006931462471894646334, 0.0019999966137186253, 6.9314438045491693372e-7)]
    [InlineData(1000.0, 30, 0.020794178423949554591, 1073718.4232135813, 0.000020793704449097383463)]
    public void A_normal_above_a_bound_has_the_known_places_and_slopes(double far, int halvings, double place, double inU, double inLoc)
    {
        var at = Tail.Of(TailLaw.Normal, far).At(halvings);
        Near(place, at.Place, 1e-14);
        Near(inU, at.InU, 1e-13);
        Near(inLoc, at.InLoc, 1e-14);
        Near(1.0 - inLoc, at.InLow, 1e-14);
    }

    [Theory]
    [InlineData(TailLaw.Logistic, 5.0, 1, 0.69651049178207878, 0.0033576616265026147, 0.99664233837349739)]
    [InlineData(TailLaw.Logistic, 5.0, 20, 13.869658953305224, 0.0066928445842039141, 0.99330715541579609)]
    [InlineData(TailLaw.Logistic, 8.0, 20, 13.863279017251987, 0.00033534981075892151, 0.99966465018924108)]
    [InlineData(TailLaw.Cauchy, 5.0, 1, 5.0990195135927848, 1.0 - 1.9805806756909202, 1.9805806756909202)]
    [InlineData(TailLaw.Cauchy, 8.0, 20, 8432110.0972405346, 1.0 - 1043182.0151374866, 1043182.0151374866)]
    public void The_others_have_theirs(TailLaw law, double far, int halvings, double place, double inLoc, double inLow)
    {
        var at = Tail.Of(law, far).At(halvings);
        Near(place, at.Place, 1e-13);
        Near(inLoc, at.InLoc, 1e-13);
        Near(inLow, at.InLow, 1e-13);
    }

    [Theory]
    [InlineData(TailLaw.Normal, 2.0, 0.114279100414081, 0.00786031302517923, 0.00015156952941308, 0.0655414194488501, 0.378451144888485)]
    [InlineData(TailLaw.Normal, 5.0, 0.0326964346171122, 0.000898657637247572, 4.0637236579978e-6, 0.00722595064722964, 0.00758674367947808)]
    [InlineData(TailLaw.Normal, 30.0, 0.00110377151189009, 1.21031058541377e-6, 1.14907342899386e-11, 9.68256031190062e-6, 1.97982099325001e-8)]
    [InlineData(TailLaw.Logistic, 5.0, 0.00335391625527267, 3.73283201310988e-6, 1.11476013014393e-11, 2.20325096916219e-5, 9.6640811522598e-9)]
    [InlineData(TailLaw.Logistic, 30.0, 4.6788114844198e-14, 7.29709230224573e-28, 4.25980448539011e-55, 4.29717657798929e-27, 3.68589934950004e-52)]
    public void Path_and_score_have_one_mean_and_their_variances(TailLaw law, double far, double mean, double ofPath, double spreadOfPath, double ofScore, double spreadOfScore)
    {
        var (path, score) = (Tail.Of(law, far).Path(), Tail.Of(law, far).Scored());
        Near(mean, path.Mean, 1e-12);
        Near(mean, score.Mean, 1e-12);
        Near(ofPath, path.Variance, 1e-12);
        Near(ofScore, score.Variance, 1e-11);
        Near(spreadOfPath, path.Spread, 1e-10);
        Near(spreadOfScore, score.Spread, 1e-9);
    }

    [Fact]
    public void Logarithms_have_27_digits()
    {
        Assert.Equal(0.6931471805599453094172321215m, DecimalLog.Two, 26);
        Assert.Equal(0.0000122999243556202832778902m, DecimalLog.Of(1.0000123m), 26);
        Assert.Equal(-46.051701859880913680359829094m, DecimalLog.Of(1e-20m), 25);
    }

    /// <summary>What the sample shows of the usual formulas is what they give, and not a bad way to write them.</summary>
    [Fact]
    public void The_textbook_is_right_where_nothing_cancels()
    {
        var exact = Tail.Of(TailLaw.Normal, 2.0).At(1);
        Near(exact.Place, Textbook.ByCdf(2.0, 0.5).Place, 1e-12);
        Near(exact.Place, Textbook.ByTail(2.0, 0.5).Place, 1e-14);
        Near(exact.InLoc, Textbook.ByTail(2.0, 0.5).InLoc, 1e-13);
        Assert.Equal(double.PositiveInfinity, Textbook.ByCdf(10.0, 0.5).Place);
        Near(Tail.Of(TailLaw.Normal, 30.0).Place(1), Textbook.ByTail(30.0, 0.5).Place, 1e-11);
        Assert.Equal(double.PositiveInfinity, Textbook.ByTail(100.0, 0.5).Place);
    }

    private static void Near(double exact, double number, double relative) => Assert.Equal(exact, number, relative * Math.Abs(exact));
}
