using System.Reflection;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Control;
using Microsoft.FSharp.Core;

namespace DiffProb.Architecture;

/// <summary>C# users see C# types.</summary>
public sealed class FacadeTests
{
    [Fact]
    public void No_public_signature_of_the_facade_holds_an_FSharp_type() =>
        Assert.Empty(Signatures.Holding(IsFSharp, Assembly.Load("DiffProb.CSharp").GetExportedTypes()));

    [Theory]
    [InlineData(typeof(LeakyBase), "its base types holds FSharpList`1")]
    [InlineData(typeof(LeakyConstraint<>), "its constraints holds FSharpOption`1")]
    [InlineData(typeof(LeakyField), "Value holds FSharpOption`1")]
    [InlineData(typeof(LeakyProperty), "get_Values holds FSharpMap`2")]
    [InlineData(typeof(LeakyArgument), "Run holds FSharpFunc`2")]
    [InlineData(typeof(LeakyResult), "Run holds Unit")]
    [InlineData(typeof(LeakyConstructor), "a constructor holds FSharpAsync`1")]
    public void The_scan_sees_every_kind_of_place(Type leaky, string place) =>
        Assert.Contains($"{leaky.FullName}: {place}", Signatures.Holding(IsFSharp, [leaky]));

    private static bool IsFSharp(Type type) => type.Assembly == typeof(Unit).Assembly;

    internal abstract class LeakyBase : IEnumerable<FSharpList<int>>
    {
        public abstract IEnumerator<FSharpList<int>> GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    internal abstract class LeakyConstraint<T> where T : IEquatable<FSharpOption<T>>;

    internal abstract class LeakyField
    {
        protected readonly FSharpOption<int[]>? Value = null;
    }

    internal abstract class LeakyProperty
    {
        public abstract FSharpMap<string, double>[] Values { get; }
    }

    internal abstract class LeakyArgument
    {
        public abstract void Run(IReadOnlyList<FSharpFunc<int, int>> steps);
    }

    internal abstract class LeakyResult
    {
        protected abstract Task<Unit> Run();
    }

    internal abstract class LeakyConstructor
    {
        protected LeakyConstructor(FSharpAsync<int> _)
        {
        }
    }
}
