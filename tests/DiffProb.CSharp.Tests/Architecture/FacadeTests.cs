using System.Reflection;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Control;
using Microsoft.FSharp.Core;

namespace DiffProb.Architecture;

/// <summary>C# users see C# types.</summary>
public sealed class FacadeTests
{
    private const string Tool = "DiffProb.Jupyter";

    /// <summary>All of src but the language and its inference, which are written in F#, and the tool, which is run and not referred to.</summary>
    public static TheoryData<string> Assemblies => [.. Repository.SourceProjects.Keys.Except(["DiffProb.Core", "DiffProb.Infer", Tool])];

    [Fact]
    public void The_tool_has_no_public_type() => Assert.Empty(Assembly.Load(Tool).GetExportedTypes());

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_public_signature_of_a_CSharp_assembly_holds_an_FSharp_type(string assembly)
    {
        var types = Assembly.Load(assembly).GetExportedTypes();
        Assert.NotEmpty(types);
        Assert.Empty(Signatures.Holding(IsFSharp, types));
    }

    /// <summary>Plans, fits and other results are types of the language: what a user of C# comes to through the facade holds none of F#, either.</summary>
    [Fact]
    public void What_is_reached_through_the_facade_holds_no_FSharp_type()
    {
        var core = typeof(Plan).Assembly;
        var reached = new HashSet<Type>();
        var pending = new Stack<Type>(Assemblies.SelectMany(a => Assembly.Load(a.Data).GetExportedTypes()));
        while (pending.TryPop(out var type))
        {
            foreach (var next in Signatures.Parts([type]).Where(t => t.Assembly == core).Select(t => t.IsGenericType ? t.GetGenericTypeDefinition() : t))
            {
                if (reached.Add(next))
                {
                    pending.Push(next);
                }
            }
        }

        Assert.Superset(new HashSet<Type> { typeof(Fit), typeof(Plan), typeof(Audit), typeof(AuditedParameter), typeof(Checkpoint), typeof(Refusal) }, reached);
        Assert.DoesNotContain(typeof(Estimation), reached);
        Assert.Empty(Signatures.Holding(IsFSharp, reached));
    }

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
