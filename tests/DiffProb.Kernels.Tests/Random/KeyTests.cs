namespace DiffProb;

public sealed class KeyTests
{
    private static readonly Key Root = Key.FromSeed(1);

    [Fact]
    public void Equal_paths_give_equal_keys_in_any_order()
    {
        var first = Root.Child("a");
        _ = Root.Child("b");
        Assert.Equal(first, Root.Child("a"));
        Assert.Equal(Root.Child("a").Child(3), Root.Child("a").Child(3));
    }

    [Fact]
    public void Paths_that_differ_give_keys_that_differ()
    {
        Key[] keys =
        [
            default, Key.FromSeed(0), Root, Key.FromSeed(2), Root.Child("a"), Root.Child("b"), Root.Child(""), Root.Child("ä"), Root.Child("𝛼"),
            Root.Child("ab"), Root.Child("a").Child("b"), Root.Child("b").Child("a"), Root.Child(0), Root.Child(1), Root.Child(97), Root.Child(ulong.MaxValue),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void A_million_children_differ() =>
        Assert.Equal(1_000_000, Enumerable.Range(0, 1_000_000).Select(i => Root.Child((ulong)i)).Distinct().Count());

    // From an independent program, so that a published seed means the same draws in every later version and on every machine.
    [Fact]
    public void Keys_never_change()
    {
        Assert.Equal("Key 359cf688c819ce2a", Root.ToString());
        Assert.Equal("Key 6c0beaf8ce883535", Root.Child("school.theta").ToString());
        Assert.Equal("Key a0225b87b5639b3c", Root.Child(7).ToString());
    }

    [Fact]
    public void A_name_is_not_null() => Assert.Throws<ArgumentNullException>(() => Root.Child(null!));

    [Fact]
    public void Streams_of_neighbouring_keys_are_uncorrelated()
    {
        const int n = 100_000;
        var (x, y) = (new double[n], new double[n]);
        Philox.StandardNormals(Root.Child(0), 0, x);
        Philox.StandardNormals(Root.Child(1), 0, y);
        GoodnessOfFit.AssertMean([.. x.Zip(y, (a, b) => a * b)], 0, 1);
    }
}
