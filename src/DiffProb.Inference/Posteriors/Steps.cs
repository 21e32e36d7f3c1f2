using System.Globalization;

namespace DiffProb;

/// <summary>Things of the steps of a loop, "y[0]", "y[1]" ..., as one thing "y" with the step as its first dimension.</summary>
internal static class Steps
{
    /// <summary>Which of the things given are put one after the other to one thing.</summary>
    public readonly record struct Stack(string Name, Shape Shape, IReadOnlyList<int> Places);

    /// <summary>Steps from 0 on, each of one shape, become one thing, from the innermost loop to the outermost; all else stays as it is.</summary>
    public static IReadOnlyList<Stack> Of(IReadOnlyList<string> names, IReadOnlyList<Shape> shapes)
    {
        List<Stack> stacks = [.. names.Select((n, i) => new Stack(n, shapes[i], [i]))];
        while (Next(stacks) is { } next)
        {
            stacks = next;
        }

        return stacks;
    }

    /// <summary>Draws of things as draws of what they are together.</summary>
    public static IReadOnlyList<Draws> Together(IReadOnlyList<Draws> draws) =>
        [.. Of([.. draws.Select(d => d.Name)], [.. draws.Select(d => d.Shape)]).Select(s => s.Places.Count == 1 ? draws[s.Places[0]] : Joined(s, draws))];

    /// <summary>Tensors of things as tensors of what they are together.</summary>
    public static NamedTensors Together(NamedTensors tensors)
    {
        KeyValuePair<string, Tensor>[] all = [.. tensors];
        return new(Of([.. all.Select(t => t.Key)], [.. all.Select(t => t.Value.Shape)]).Select(s =>
            KeyValuePair.Create(s.Name, s.Places.Count == 1 ? all[s.Places[0]].Value : Joined(s, all))));
    }

    private static List<Stack>? Next(List<Stack> stacks)
    {
        var names = stacks.Select(s => s.Name).ToHashSet();
        foreach (var group in stacks.Where(s => Split(s.Name) is not null).GroupBy(s => Split(s.Name)!.Value.Name))
        {
            Stack[] steps = [.. group];
            if (!names.Contains(group.Key) && steps.Index().All(s => Split(s.Item.Name)!.Value.Step == s.Index && s.Item.Shape.Equals(steps[0].Shape)))
            {
                var whole = new Stack(group.Key, Shape.Of([steps.Length, .. steps[0].Shape]), [.. steps.SelectMany(s => s.Places)]);
                return [.. stacks.Where(s => s.Name == steps[0].Name || !group.Contains(s)).Select(s => s.Name == steps[0].Name ? whole : s)];
            }
        }

        return null;
    }

    private static (string Name, int Step)? Split(string name)
    {
        var start = name.LastIndexOf('[');
        return start > 0 && name.EndsWith(']') && int.TryParse(name.AsSpan(start + 1, name.Length - start - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            ? (name[..start], step)
            : null;
    }

    private static Draws Joined(Stack stack, IReadOnlyList<Draws> draws)
    {
        Draws[] parts = [.. stack.Places.Select(p => draws[p])];
        var size = parts[0].Shape.Size;
        return Draws.Owning(stack.Name, stack.Shape, [.. Enumerable.Range(0, parts[0].ChainCount).Select(chain =>
        {
            var whole = new double[checked(parts[0].Count * stack.Shape.Size)];
            for (var d = 0; d < parts[0].Count; d++)
            {
                for (var p = 0; p < parts.Length; p++)
                {
                    parts[p].Chain(chain).Slice(d * size, size).CopyTo(whole.AsSpan((d * stack.Shape.Size) + (p * size)));
                }
            }

            return whole;
        })]);
    }

    private static Tensor Joined(Stack stack, KeyValuePair<string, Tensor>[] tensors)
    {
        var rows = Shapes.Stack([.. stack.Places.Select(p => tensors[p].Value)]).Reshape(stack.Shape);
        return ManagedEngine.Default.Compile([rows], []).Run(Bindings.Empty)[0];
    }
}
