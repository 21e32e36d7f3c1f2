using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <summary>A compiled method: reads and writes the arrays of places, and of one loop the elements from one on to before another.</summary>
internal delegate void FusedCode(object[] arrays, nint from, nint to);

/// <summary>Compiles fused items to machine code: loops over eight elements at a time in which values stay in registers.</summary>
/// <remarks>
/// The intermediate language is emitted and compiled with full optimization at once; functions of lanes are inlined into loops, and called where they run once.
/// It gives the bits of the kernels that it replaces, so that a run may change over between two chunks.
/// </remarks>
internal sealed partial class LaneCompiler
{
    /// <summary>Elements in a vector.</summary>
    public const int Width = 8;

    // From and to memory: whole vectors, the fewer elements of an end, and one number for all lanes.
    private static readonly Access Wide = new(Of(LaneMemory.Load), Of(LaneMemory.LoadEnd), Of(LaneMemory.LoadOne), Of(LaneMemory.Store), Of(LaneMemory.StoreEnd), Of(LaneMemory.StoreOne), typeof(double), sizeof(double));

    private static readonly Access Single = new(
        Of(LaneMemory.LoadSingle), Of(LaneMemory.LoadSingleEnd), Of(LaneMemory.LoadOneSingle), Of(LaneMemory.StoreSingle), Of(LaneMemory.StoreSingleEnd), Of(LaneMemory.StoreOneSingle), typeof(float), sizeof(float));

    private static readonly Access Truth = new(
        Of(LaneMemory.LoadTruth), Of(LaneMemory.LoadTruthEnd), Of(LaneMemory.LoadOneTruth), Of(LaneMemory.StoreTruth), Of(LaneMemory.StoreTruthEnd), Of(LaneMemory.StoreOneTruth), typeof(byte), sizeof(byte));

    private static readonly MethodInfo ToSingle = Of(LaneMemory.ToSingle);
    private static readonly MethodInfo SumFirst = Of(LaneMemory.SumFirst);
    private static readonly MethodInfo AddFirst = Of(LaneMemory.AddFirst);
    private static readonly MethodInfo SumOfFour = Of(LaneMemory.SumOfFour);
    private static readonly MethodInfo Add = Of(LaneMemory.Add);
    private static readonly MethodInfo LoadEach = Of(LaneMemory.LoadEach);
    private static readonly MethodInfo LoadEachEnd = Of(LaneMemory.LoadEachEnd);
    private static readonly MethodInfo AddLast = Of(LaneMemory.AddLast);
    private static readonly MethodInfo AddTo = Of(LaneMemory.AddTo);
    private static readonly MethodInfo AddToLast = Of(LaneMemory.AddToLast);
    private static readonly MethodInfo StoreNumber = Of(LaneMemory.StoreNumber);
    private static readonly MethodInfo ClearNumbers = Of(Clear);
    private static readonly MethodInfo SumOfRows = Of(SumRows);
    private static readonly MethodInfo LogSumOfRows = Of(LogSumRows);
    private static readonly MethodInfo Embedding = Of(Embedded);
    private static readonly MethodInfo RepeatNumbers = Of(Repeat<double>);
    private static readonly MethodInfo RepeatSingles = Of(Repeat<float>);
    private static readonly MethodInfo RepeatTruths = Of(Repeat<byte>);
    private static readonly MethodInfo Broadcast = ((Func<double, Vector512<double>>)Vector512.Create).Method;

    private readonly IReadOnlyList<Tensor> nodes;
    private readonly FusionPlan plan;
    private readonly Func<int, bool> isStored;
    private readonly Func<FusedItem, StridedView, int> viewOf;
    private readonly ILGenerator il;
    private readonly Dictionary<ElementRange, LocalBuilder> lanes = [];

    private LaneCompiler(IReadOnlyList<Tensor> nodes, FusionPlan plan, Func<int, bool> isStored, Func<FusedItem, StridedView, int> viewOf, ILGenerator il) =>
        (this.nodes, this.plan, this.isStored, this.viewOf, this.il) = (nodes, plan, isStored, viewOf, il);

    private delegate ref T Reference<T>(T[] array);

    private enum Part
    {
        Whole,
        End,
        One,
    }

    /// <summary>Whether code can be compiled here: not where everything was compiled ahead of time.</summary>
    public static bool IsSupported => System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeCompiled;

    /// <summary>The code of a step.</summary>
    /// <param name="nodes">Nodes of the segment.</param>
    /// <param name="plan">Their plan.</param>
    /// <param name="step">What is compiled.</param>
    /// <param name="isStored">Whether a node's elements are wanted in its array.</param>
    /// <param name="viewOf">Where among the arrays the view of a spread is.</param>
    public static FusedCode Compile(IReadOnlyList<Tensor> nodes, FusionPlan plan, FusedStep step, Func<int, bool> isStored, Func<FusedItem, StridedView, int> viewOf)
    {
        var method = new DynamicMethod("Fused", typeof(void), [typeof(object[]), typeof(nint), typeof(nint)], typeof(LaneCompiler).Module, true);
        var compiler = new LaneCompiler(nodes, plan, isStored, viewOf, method.GetILGenerator());
        foreach (var item in step.Items)
        {
            compiler.Emit(item, step.IsSplit);
        }

        compiler.il.Emit(OpCodes.Ret);
        return method.CreateDelegate<FusedCode>();
    }

    private static MethodInfo Of(Delegate function) => function.Method;

    private static void Repeat<T>(T[] from, T[] to, StridedView view, int count)
        where T : unmanaged => Strided.Fill(view, from.AsSpan(), 0, to.AsSpan(0, count));

    private static void Clear(double[] numbers, int count) => numbers.AsSpan(0, count).Clear();

    private static void SumRows(double[] x, double[] y, int outer, int count, int inner) => Summation.Fold(x, y, outer, count, inner);

    private static void LogSumRows(double[] x, double[] y, int outer, int count, int inner) => LogSum.Fold(x, y, outer, count, inner);

    // Rows of so many numbers among zeros, from a place in each longer row on.
    private static void Embedded(double[] from, double[] to, int count, int start, int size)
    {
        var rows = to.Length / size;
        to.AsSpan().Clear();
        for (var row = 0; row < rows; row++)
        {
            from.AsSpan(row * count, count).CopyTo(to.AsSpan((row * size) + start));
        }
    }

    private void Emit(FusedItem item, bool isSplit)
    {
        switch (item)
        {
            case LaneItem lane:
                Emit(lane);
                break;
            case LoopItem loop:
                Emit(loop, isSplit);
                break;
            case FoldItem fold:
                EmitFold(fold.Place);
                break;
            case CopyItem copy when nodes[copy.Place].Operation is Embed embed:
                EmitEmbedding(copy.Place, embed);
                break;
            case CopyItem copy:
                var (of, offset, _, _) = plan.RangeOf(copy.Place);
                var seen = ((View)nodes[copy.Place].Operation).Of(nodes[copy.Place]).Coalesce();
                EmitCopy(item, of, copy.Place, seen with { Offset = seen.Offset + offset });
                break;
            case SpreadItem spread:
                EmitCopy(item, spread.Of, spread.Place, spread.View);
                break;
            default:
                throw new InvalidOperationException(item.GetType().Name);
        }
    }

    // ---- nodes in the lanes of one vector

    private void Emit(LaneItem item)
    {
        var node = nodes[item.Place];
        foreach (var operand in plan.Readings(item.Place))
        {
            Prepare(operand);
        }

        foreach (var operand in plan.Readings(item.Place))
        {
            PushLanes(operand);
        }

        il.Emit(OpCodes.Call, Apart(Function(node)));
        Round(node);
        Keep(item.Place);
    }

    // A sum of few numbers stays in lanes; others are in memory.
    private void EmitFold(int place)
    {
        var operand = plan.RangeOf(place);
        if (plan.IsInLanes(place))
        {
            Prepare(operand);
            PushLanes(operand);
            il.Emit(OpCodes.Ldc_I4, plan.Sizes[plan.OperandOf(place)]);
            il.Emit(OpCodes.Call, SumFirst);
            Keep(place);
            return;
        }

        var layout = ReductionRunner.LayoutOf(nodes[place]);
        PushArray(operand.Place);
        PushArray(place);
        il.Emit(OpCodes.Ldc_I4, layout.Outer);
        il.Emit(OpCodes.Ldc_I4, layout.Count);
        il.Emit(OpCodes.Ldc_I4, layout.Inner);
        il.Emit(OpCodes.Call, nodes[place].Operation is LogSumExp ? LogSumOfRows : SumOfRows);
    }

    private void EmitCopy(FusedItem item, int from, int to, StridedView view)
    {
        PushArray(from);
        PushArray(to);
        PushArray(viewOf(item, view));
        il.Emit(OpCodes.Ldc_I4, view.Sizes.Aggregate(1, (n, s) => n * s));
        var type = plan.NodeOf(from).DType;
        il.Emit(OpCodes.Call, type == DType.Bool ? RepeatTruths : type == DType.Float32 ? RepeatSingles : RepeatNumbers);
    }

    private void EmitEmbedding(int place, Embed embed)
    {
        var (node, input) = (nodes[place], nodes[place].Inputs[0]);
        var inner = node.Shape.Skip(embed.Dimension + 1).Size;
        PushArray(plan.RangeOf(place).Place);
        PushArray(place);
        il.Emit(OpCodes.Ldc_I4, input.Shape[embed.Dimension] * inner);
        il.Emit(OpCodes.Ldc_I4, embed.Start * inner);
        il.Emit(OpCodes.Ldc_I4, embed.Size * inner);
        il.Emit(OpCodes.Call, Embedding);
    }

    private void Keep(int place)
    {
        var local = il.DeclareLocal(typeof(Vector512<double>));
        il.Emit(OpCodes.Stloc, local);
        var size = plan.Sizes[place];
        lanes[new(place, 0, size)] = local;
        if (isStored(place))
        {
            il.Emit(OpCodes.Ldloc, local);
            PushReference(place, 0);
            PushStart(size);
            il.Emit(OpCodes.Call, AccessOf(place).Store(PartOf(size)));
        }
    }

    // The index that a whole vector or an end needs, and the number of elements of an end.
    private void PushStart(int size)
    {
        if (size > 1)
        {
            PushNative(0);
        }

        if (PartOf(size) == Part.End)
        {
            il.Emit(OpCodes.Ldc_I4, size);
        }
    }

    private static Part PartOf(int size) => size == 1 ? Part.One : size < Width ? Part.End : Part.Whole;

    // Brings at most eight elements to a local, before the first use of them.
    private void Prepare(ElementRange range)
    {
        if (Literal(range) is not null || lanes.ContainsKey(range))
        {
            return;
        }

        PushReference(range.Place, range.Offset);
        PushStart(range.Count);
        il.Emit(OpCodes.Call, AccessOf(range.Place).Load(PartOf(range.Count)));
        var local = il.DeclareLocal(typeof(Vector512<double>));
        il.Emit(OpCodes.Stloc, local);
        lanes[range] = local;
    }

    private void PushLanes(ElementRange range)
    {
        if (Literal(range) is { } number)
        {
            il.Emit(OpCodes.Ldc_R8, number);
            il.Emit(OpCodes.Call, Broadcast);
        }
        else
        {
            il.Emit(OpCodes.Ldloc, lanes[range]);
        }
    }

    // ---- what all share

    private void PushReference(int place, int offset)
    {
        var access = AccessOf(place);
        PushArray(place);
        il.Emit(OpCodes.Call, access.Reference);
        if (offset > 0)
        {
            PushNative(offset * access.Size);
            il.Emit(OpCodes.Add);
        }
    }

    private void PushArray(int place)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, place);
        il.Emit(OpCodes.Ldelem_Ref);
    }

    private void PushNative(int number)
    {
        il.Emit(OpCodes.Ldc_I4, number);
        il.Emit(OpCodes.Conv_I);
    }

    private void Round(Tensor node)
    {
        if (node.DType == DType.Float32)
        {
            il.Emit(OpCodes.Call, ToSingle);
        }
    }

    // Int64 is moved as the bits that it is.
    private Access AccessOf(int place) => plan.NodeOf(place).DType switch
    {
        DType.Bool => Truth,
        DType.Float32 => Single,
        _ => Wide,
    };

    private double? Literal(ElementRange range) => range.Place >= nodes.Count || plan.IsExternal(range.Place) || nodes[range.Place].Operation is not Constant { Storage.Length: 1 } constant
        ? null
        : constant.Storage switch
        {
            Storage<double> number => number.Array[0],
            Storage<float> number => number.Array[0],
            _ => null,
        };

    private static MethodInfo Function(Tensor node) => ((Elementwise)node.Operation).Lanes(node)!.Method;

    // Long functions are called where they run once.
    private static MethodInfo Apart(MethodInfo function)
    {
        var owner = function.DeclaringType!;
        var name = typeof(IVectorFunction).IsAssignableFrom(owner) ? nameof(LaneFunctions.Apart)
            : typeof(IVectorFunctionOfTwo).IsAssignableFrom(owner) ? nameof(LaneFunctions.ApartOfTwo)
            : typeof(IVectorFunctionOfThree).IsAssignableFrom(owner) ? nameof(LaneFunctions.ApartOfThree)
            : null;
        return name is null ? function : typeof(LaneFunctions).GetMethod(name, BindingFlags.Public | BindingFlags.Static)!.MakeGenericMethod(owner);
    }

    // How elements of a type are read and written.
    private sealed record Access(MethodInfo LoadWhole, MethodInfo LoadEnd, MethodInfo LoadOne, MethodInfo StoreWhole, MethodInfo StoreEnd, MethodInfo StoreOne, Type Element, int Size)
    {
        public MethodInfo Reference { get; } = Element == typeof(double) ? ((Reference<double>)MemoryMarshal.GetArrayDataReference).Method
            : Element == typeof(float) ? ((Reference<float>)MemoryMarshal.GetArrayDataReference).Method
            : ((Reference<byte>)MemoryMarshal.GetArrayDataReference).Method;

        public MethodInfo Load(Part part) => part switch
        {
            Part.Whole => LoadWhole,
            Part.End => LoadEnd,
            _ => LoadOne,
        };

        public MethodInfo Store(Part part) => part switch
        {
            Part.Whole => StoreWhole,
            Part.End => StoreEnd,
            _ => StoreOne,
        };
    }
}
