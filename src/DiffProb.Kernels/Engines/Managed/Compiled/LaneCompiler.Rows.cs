using System.Reflection.Emit;
using System.Runtime.Intrinsics;

namespace DiffProb;

/// <content>Loops that go row by row.</content>
internal sealed partial class LaneCompiler
{
    // Numbers of a row are read once for it, a row that all share is read again in each, and sums of the row end with it.
    // A row that ends within a vector has its last eight elements computed together: some of them twice, to the same bits.
    private void EmitRows(LoopItem loop, Dictionary<ElementRange, LocalBuilder> references)
    {
        var length = loop.RowLength;
        var rest = length % Width;
        foreach (var sum in loop.ColumnSums)
        {
            Refer(new(sum, 0, length), references);
            PushArray(sum);
            il.Emit(OpCodes.Ldc_I4, length);
            il.Emit(OpCodes.Call, ClearNumbers);
        }

        foreach (var sum in loop.RowSums)
        {
            Refer(new(sum, 0, loop.Size / length), references);
        }

        var sums = loop.Sums.ToDictionary(s => s, _ => Zeros(4));
        var (index, column, row) = (il.DeclareLocal(typeof(nint)), il.DeclareLocal(typeof(nint)), il.DeclareLocal(typeof(nint)));
        Set(index, 0);
        Set(row, 0);
        var (nextRow, next, last) = (il.DefineLabel(), il.DefineLabel(), il.DefineLabel());
        il.MarkLabel(nextRow);
        var numbers = Numbers(loop, references, row);
        var rowSums = loop.RowSums.ToDictionary(s => s, _ => Zeros(4));
        Set(column, 0);
        il.MarkLabel(next);
        var values = Body(loop, references, new(index) { Column = column, OfRow = numbers });
        if (rest > 0)
        {
            il.Emit(OpCodes.Ldloc, column);
            PushNative(length - Width);
            il.Emit(OpCodes.Beq, last);
        }

        foreach (var (sum, parts) in sums.Concat(rowSums))
        {
            AddInTurn(parts, values[plan.RangeOf(sum)]);
        }

        AddToColumns(loop, references, values, column, 0);
        Increase(index, Width);
        Increase(column, Width);
        il.Emit(OpCodes.Ldloc, column);
        PushNative(length - Width);
        il.Emit(OpCodes.Ble, next);
        if (rest > 0)
        {
            Increase(index, rest - Width);
            Set(column, length - Width);
            il.Emit(OpCodes.Br, next);
            il.MarkLabel(last);
            AddToColumns(loop, references, values, column, rest);
            Increase(index, Width);
        }

        foreach (var sum in loop.RowSums)
        {
            var total = Total(rowSums[sum], length / Width);
            PushAt(references[new(sum, 0, loop.Size / length)], row, 0);
            il.Emit(OpCodes.Ldloc, total);
            il.Emit(OpCodes.Ldloc, values[plan.RangeOf(sum)]);
            il.Emit(OpCodes.Ldc_I4, rest);
            il.Emit(OpCodes.Call, AddLast);
            il.Emit(OpCodes.Call, StoreNumber);
        }

        Increase(row, 1);
        il.Emit(OpCodes.Ldloc, index);
        PushNative(loop.Size);
        il.Emit(OpCodes.Blt, nextRow);
        Keep(sums.ToDictionary(s => s.Key, s => Total(s.Value, loop.Size / Width)));
    }

    // What is one number for each row.
    private Dictionary<ElementRange, LocalBuilder> Numbers(LoopItem loop, Dictionary<ElementRange, LocalBuilder> references, LocalBuilder row)
    {
        var numbers = new Dictionary<ElementRange, LocalBuilder>();
        foreach (var read in loop.Places.SelectMany(plan.Readings).Where(r => r.Each > 1).Distinct())
        {
            var access = AccessOf(read.Place);
            il.Emit(OpCodes.Ldloc, references[read]);
            il.Emit(OpCodes.Ldloc, row);
            PushNative(access.Size);
            il.Emit(OpCodes.Mul);
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Call, access.Load(Part.One));
            numbers[read] = il.DeclareLocal(typeof(Vector512<double>));
            il.Emit(OpCodes.Stloc, numbers[read]);
        }

        return numbers;
    }

    // Adds eight elements to the sums over the rows; of the last vector of a row that ends within it, so many lanes.
    private void AddToColumns(LoopItem loop, Dictionary<ElementRange, LocalBuilder> references, Dictionary<ElementRange, LocalBuilder> values, LocalBuilder column, int rest)
    {
        foreach (var sum in loop.ColumnSums)
        {
            il.Emit(OpCodes.Ldloc, values[plan.RangeOf(sum)]);
            PushAt(references[new(sum, 0, loop.RowLength)], column, rest);
            il.Emit(OpCodes.Call, rest > 0 ? AddToLast : AddTo);
        }
    }

    private void Set(LocalBuilder number, int to)
    {
        PushNative(to);
        il.Emit(OpCodes.Stloc, number);
    }
}
