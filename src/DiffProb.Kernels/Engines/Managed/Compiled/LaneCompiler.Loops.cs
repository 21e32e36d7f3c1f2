using System.Reflection.Emit;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <content>Loops over elements.</content>
internal sealed partial class LaneCompiler
{
    private void Emit(LoopItem loop, bool isSplit)
    {
        var inside = loop.Places.ToHashSet();
        var references = new Dictionary<ElementRange, LocalBuilder>();
        foreach (var place in loop.Places)
        {
            foreach (var operand in plan.Readings(place))
            {
                if (operand.Count == 1)
                {
                    Prepare(operand);
                }
                else if (!inside.Contains(operand.Place))
                {
                    Refer(operand, references);
                }
            }

            if (isStored(place))
            {
                Refer(new(place, 0, loop.Size), references);
            }
        }

        if (loop.RowLength > 0)
        {
            EmitRows(loop, references);
        }
        else
        {
            EmitFlat(loop, references, isSplit);
        }
    }

    private void EmitFlat(LoopItem loop, Dictionary<ElementRange, LocalBuilder> references, bool isSplit)
    {
        var sums = loop.Sums.ToDictionary(s => s, _ => Zeros(4));
        var (index, end) = (il.DeclareLocal(typeof(nint)), il.DeclareLocal(typeof(nint)));
        var rest = loop.Size % Width;
        if (isSplit)
        {
            // Blocks begin at multiples of eight, so that only the last one has a rest.
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Stloc, index);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Ldc_I4, ~(Width - 1));
            il.Emit(OpCodes.Conv_I);
            il.Emit(OpCodes.And);
        }
        else
        {
            PushNative(0);
            il.Emit(OpCodes.Stloc, index);
            PushNative(loop.Size - rest);
        }

        il.Emit(OpCodes.Stloc, end);
        var repeats = loop.Places.SelectMany(p => plan.Readings(p)).Select(r => r.Each).Where(e => e > 1).Distinct().ToDictionary(e => e, e => Repetition(e, index));
        var (top, test) = (il.DefineLabel(), il.DefineLabel());
        il.Emit(OpCodes.Br, test);
        il.MarkLabel(top);
        Body(loop, references, new(index) { Repeats = repeats, Sums = sums });
        foreach (var (each, at) in repeats)
        {
            Advance(each, at);
        }

        Increase(index, Width);
        il.MarkLabel(test);
        il.Emit(OpCodes.Ldloc, index);
        il.Emit(OpCodes.Ldloc, end);
        il.Emit(OpCodes.Blt, top);
        var totals = loop.Sums.ToDictionary(s => s, s => Total(sums[s], loop.Size / Width));
        if (rest > 0)
        {
            End(loop, references, index, end, isSplit, totals, repeats);
        }

        Keep(totals);
    }

    // The few elements after the last whole vector.
    private void End(
        LoopItem loop, Dictionary<ElementRange, LocalBuilder> references, LocalBuilder index, LocalBuilder end, bool isSplit, Dictionary<int, LocalBuilder> totals, Dictionary<int, (LocalBuilder Row, LocalBuilder Left)> repeats)
    {
        var done = il.DefineLabel();
        if (isSplit)
        {
            il.Emit(OpCodes.Ldloc, end);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Beq, done);
        }

        var values = Body(loop, references, new(index) { Repeats = repeats, Rest = loop.Size % Width });
        foreach (var (sum, total) in totals)
        {
            il.Emit(OpCodes.Ldloc, total);
            il.Emit(OpCodes.Ldloc, values[plan.RangeOf(sum)]);
            il.Emit(OpCodes.Ldc_I4, loop.Size % Width);
            il.Emit(OpCodes.Call, AddFirst);
            il.Emit(OpCodes.Stloc, total);
        }

        il.MarkLabel(done);
    }

    // Where numbers are repeated: which of them is read, and how often still.
    private (LocalBuilder Row, LocalBuilder Left) Repetition(int each, LocalBuilder index)
    {
        var (row, left) = (il.DeclareLocal(typeof(nint)), il.DeclareLocal(typeof(nint)));
        il.Emit(OpCodes.Ldloc, index);
        PushNative(each);
        il.Emit(OpCodes.Div);
        il.Emit(OpCodes.Stloc, row);
        PushNative(each);
        il.Emit(OpCodes.Ldloc, index);
        PushNative(each);
        il.Emit(OpCodes.Rem);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Stloc, left);
        return (row, left);
    }

    // To the next vector, in which there is at most one number that is new, as each is there eight times or more.
    private void Advance(int each, (LocalBuilder Row, LocalBuilder Left) at)
    {
        var stays = il.DefineLabel();
        il.Emit(OpCodes.Ldloc, at.Left);
        PushNative(Width);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Stloc, at.Left);
        il.Emit(OpCodes.Ldloc, at.Left);
        PushNative(0);
        il.Emit(OpCodes.Bgt, stays);
        il.Emit(OpCodes.Ldloc, at.Left);
        PushNative(each);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, at.Left);
        il.Emit(OpCodes.Ldloc, at.Row);
        PushNative(1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, at.Row);
        il.MarkLabel(stays);
    }

    private void LoadRepeated(LocalBuilder reference, (LocalBuilder Row, LocalBuilder Left) at, int rest)
    {
        il.Emit(OpCodes.Ldloc, reference);
        il.Emit(OpCodes.Ldloc, at.Row);
        il.Emit(OpCodes.Ldloc, at.Left);
        if (rest > 0)
        {
            il.Emit(OpCodes.Ldc_I4, rest);
        }

        il.Emit(OpCodes.Call, rest > 0 ? LoadEachEnd : LoadEach);
    }

    private LocalBuilder[] Zeros(int count)
    {
        LocalBuilder[] locals = [.. Enumerable.Range(0, count).Select(_ => il.DeclareLocal(typeof(Vector512<double>)))];
        foreach (var local in locals)
        {
            il.Emit(OpCodes.Ldc_R8, 0.0);
            il.Emit(OpCodes.Call, Broadcast);
            il.Emit(OpCodes.Stloc, local);
        }

        return locals;
    }

    // Of four sums that took vectors in turn: the next one is at the first place, and so the first one elsewhere.
    private LocalBuilder Total(LocalBuilder[] parts, int vectors)
    {
        for (var k = 0; k < parts.Length; k++)
        {
            il.Emit(OpCodes.Ldloc, parts[(parts.Length + k - (vectors % parts.Length)) % parts.Length]);
        }

        il.Emit(OpCodes.Call, SumOfFour);
        var total = il.DeclareLocal(typeof(double));
        il.Emit(OpCodes.Stloc, total);
        return total;
    }

    // The loop's nodes for eight elements, or for the few of its end.
    private Dictionary<ElementRange, LocalBuilder> Body(LoopItem loop, Dictionary<ElementRange, LocalBuilder> references, Cursor at)
    {
        var values = new Dictionary<ElementRange, LocalBuilder>(at.OfRow);
        foreach (var place in loop.Places)
        {
            var operands = plan.Readings(place);
            foreach (var read in operands)
            {
                if (read.Count > 1 && !values.ContainsKey(read))
                {
                    Read(loop, read, references[read], at);
                    values[read] = il.DeclareLocal(typeof(Vector512<double>));
                    il.Emit(OpCodes.Stloc, values[read]);
                }
            }

            foreach (var read in operands)
            {
                if (read.Count == 1)
                {
                    PushLanes(read);
                }
                else
                {
                    il.Emit(OpCodes.Ldloc, values[read]);
                }
            }

            var function = Function(nodes[place]);
            il.Emit(OpCodes.Call, at.Rest > 0 ? Apart(function) : function);
            Round(nodes[place]);
            var all = new ElementRange(place, 0, loop.Size);
            values[all] = il.DeclareLocal(typeof(Vector512<double>));
            il.Emit(OpCodes.Stloc, values[all]);
            if (isStored(place))
            {
                il.Emit(OpCodes.Ldloc, values[all]);
                PushAt(references[all], at.Index, at.Rest);
                il.Emit(OpCodes.Call, AccessOf(place).Store(at.Rest > 0 ? Part.End : Part.Whole));
            }

            foreach (var (sum, parts) in at.Sums)
            {
                if (plan.RangeOf(sum) == all)
                {
                    AddInTurn(parts, values[all]);
                }
            }
        }

        return values;
    }

    private void Read(LoopItem loop, ElementRange read, LocalBuilder reference, Cursor at)
    {
        if (read.Each > 1)
        {
            LoadRepeated(reference, at.Repeats[read.Each], at.Rest);
            return;
        }

        PushAt(reference, loop.IsRow(read) ? at.Column! : at.Index, at.Rest);
        il.Emit(OpCodes.Call, AccessOf(read.Place).Load(at.Rest > 0 ? Part.End : Part.Whole));
    }

    // (a, b, c, d) becomes (b, c, d, a + x)
    private void AddInTurn(LocalBuilder[] parts, LocalBuilder x)
    {
        il.Emit(OpCodes.Ldloc, parts[0]);
        il.Emit(OpCodes.Ldloc, x);
        il.Emit(OpCodes.Call, Add);
        for (var k = 1; k < parts.Length; k++)
        {
            il.Emit(OpCodes.Ldloc, parts[k]);
            il.Emit(OpCodes.Stloc, parts[k - 1]);
        }

        il.Emit(OpCodes.Stloc, parts[^1]);
    }

    private void PushAt(LocalBuilder reference, LocalBuilder index, int rest)
    {
        il.Emit(OpCodes.Ldloc, reference);
        il.Emit(OpCodes.Ldloc, index);
        if (rest > 0)
        {
            il.Emit(OpCodes.Ldc_I4, rest);
        }
    }

    private void Refer(ElementRange range, Dictionary<ElementRange, LocalBuilder> references)
    {
        if (!references.ContainsKey(range))
        {
            references[range] = il.DeclareLocal(AccessOf(range.Place).Element.MakeByRefType());
            PushReference(range.Place, range.Offset);
            il.Emit(OpCodes.Stloc, references[range]);
        }
    }

    private void Increase(LocalBuilder number, int by)
    {
        il.Emit(OpCodes.Ldloc, number);
        PushNative(by);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, number);
    }

    private void Keep(Dictionary<int, LocalBuilder> totals)
    {
        foreach (var (sum, total) in totals)
        {
            il.Emit(OpCodes.Ldloc, total);
            il.Emit(OpCodes.Call, Broadcast);
            Keep(sum);
        }
    }

    // Where a loop is: which elements come next, and so many if it is an end; what is read by rows, and what is summed.
    private sealed record Cursor(LocalBuilder Index)
    {
        public int Rest { get; init; }

        public LocalBuilder? Column { get; init; }

        public Dictionary<int, (LocalBuilder Row, LocalBuilder Left)> Repeats { get; init; } = [];

        public Dictionary<ElementRange, LocalBuilder> OfRow { get; init; } = [];

        public Dictionary<int, LocalBuilder[]> Sums { get; init; } = [];
    }
}
