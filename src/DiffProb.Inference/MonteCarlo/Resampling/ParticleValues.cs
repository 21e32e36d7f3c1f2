namespace DiffProb;

/// <summary>Values of particles, one after the other, in the type that the graph has them in.</summary>
internal static class ParticleValues
{
    /// <summary>A copy of an output of the last run.</summary>
    public static Storage Read(Evaluator evaluator, Executable executable, int index)
    {
        switch (executable.Outputs[index].DType)
        {
            case DType.Float64: return new Storage<double>(evaluator.Output<double>(index).ToArray());
            case DType.Float32: return new Storage<float>(evaluator.Output<float>(index).ToArray());
            case DType.Int64: return new Storage<long>(evaluator.Output<long>(index).ToArray());
            default: return new Storage<byte>(evaluator.Output<byte>(index).ToArray());
        }
    }

    /// <summary>Writes an input.</summary>
    public static void Write(Evaluator evaluator, string name, Storage numbers)
    {
        switch (numbers)
        {
            case Storage<double> s: s.Array.CopyTo(evaluator.Input<double>(name)); break;
            case Storage<float> s: s.Array.CopyTo(evaluator.Input<float>(name)); break;
            case Storage<long> s: s.Array.CopyTo(evaluator.Input<long>(name)); break;
            default: numbers.Values<byte>().CopyTo(evaluator.Input<byte>(name)); break;
        }
    }

    /// <summary>The values of some particles, with repetitions.</summary>
    public static Storage Gather(Storage numbers, int[] places, int particles) => numbers switch
    {
        Storage<double> s => new Storage<double>(Gather(s.Array, places, particles)),
        Storage<float> s => new Storage<float>(Gather(s.Array, places, particles)),
        Storage<long> s => new Storage<long>(Gather(s.Array, places, particles)),
        _ => new Storage<byte>(Gather(numbers.Values<byte>(), places, particles)),
    };

    /// <summary>The same of an array.</summary>
    public static T[] Gather<T>(T[] numbers, int[] places, int particles)
    {
        var width = numbers.Length / particles;
        var chosen = new T[places.Length * width];
        if (width == 1)
        {
            for (var i = 0; i < places.Length; i++)
            {
                chosen[i] = numbers[places[i]];
            }

            return chosen;
        }

        for (var i = 0; i < places.Length; i++)
        {
            numbers.AsSpan(places[i] * width, width).CopyTo(chosen.AsSpan(i * width));
        }

        return chosen;
    }
}
