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

    [Fact]
    public void Names_are_unique() => Assert.Distinct(DistributionCatalogue.Names);
}
