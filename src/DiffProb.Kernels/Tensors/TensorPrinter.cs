using System.Globalization;
using System.Text;

namespace DiffProb;

/// <summary>Text of a tensor: its numbers if they are known, else what it depends on.</summary>
internal static class TensorPrinter
{
    private const int MostPerDimension = 10;

    public static string Print(Tensor tensor)
    {
        if (Evaluation.Obstacle(tensor) is { } obstacle)
        {
            return $"Tensor {tensor.DType} {tensor.Shape}, depends on {Errors.Describe(obstacle)}";
        }

        var text = new StringBuilder();
        Append(text, Evaluation.Of(tensor).ToDoubles(), tensor.Shape.Span, tensor.DType);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ReadOnlySpan<double> values, ReadOnlySpan<int> dimensions, DType type)
    {
        if (dimensions.IsEmpty)
        {
            text.Append(type == DType.Bool ? (values[0] != 0 ? "true" : "false") : values[0].ToString("G10", CultureInfo.InvariantCulture));
            return;
        }

        text.Append('[');
        var part = dimensions[0] == 0 ? 0 : values.Length / dimensions[0];
        var shown = Math.Min(dimensions[0], MostPerDimension);
        for (var i = 0; i < shown; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Append(text, values.Slice(i * part, part), dimensions[1..], type);
        }

        text.Append(shown < dimensions[0] ? ", …]" : "]");
    }
}
