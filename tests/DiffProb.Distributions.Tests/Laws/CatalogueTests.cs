namespace DiffProb;

public class CatalogueTests
{
    [Fact]
    public void Every_distribution_has_a_row()
    {
        var families = typeof(Distribution).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Distribution)) && !t.IsAbstract);
        var rows = DistributionCatalogue.All.Select(e => e.Distribution.GetType()).ToHashSet();
        Assert.Empty(families.Where(f => !rows.Contains(f)).Select(f => f.Name));
    }

    [Fact]
    public void Every_distribution_is_public_and_sealed()
    {
        var families = typeof(Distribution).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Distribution)));
        Assert.All(families, f => Assert.True(f.IsPublic && f.IsSealed, f.Name));
    }

    [Theory]
    [MemberData(nameof(Examples.All), MemberType = typeof(Examples))]
    public void It_offers_all_but_what_its_row_says(string name)
    {
        var example = DistributionCatalogue.Find(name);
        Assert.Equal(Enum.GetValues<Offer>().Except(example.Lacks), Offers.Of(example.Distribution));
    }

    [Fact]
    public void Names_are_unique() => Assert.Distinct(DistributionCatalogue.Names);
}
