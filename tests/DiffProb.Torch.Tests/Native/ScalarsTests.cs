using System.Reflection;
using System.Reflection.Emit;
using TorchSharp;

namespace DiffProb;

/// <summary>No scalar may be finalized while libtorch reads it: none is made in passing, by us or within a method of TorchSharp that we call.</summary>
public sealed class ScalarsTests
{
    private static readonly Dictionary<short, OpCode> OpCodes = typeof(OpCodes).GetFields()
        .Select(f => f.GetValue(null)).OfType<OpCode>().ToDictionary(o => o.Value);

    [Fact]
    public void The_engine_calls_nothing_that_makes_a_scalar_in_passing()
    {
        var makers = Makers();
        var ours = Methods(typeof(TorchEngine).Assembly).SelectMany(m => Callees(m).Where(makers.Contains).Select(c => $"{m.DeclaringType!.Name}.{m.Name} calls {c}"));
        Assert.Empty(ours);
    }

    [Fact]
    public void The_methods_that_make_one_are_found_by_what_they_call()
    {
        var makers = Makers();
        Assert.Contains(typeof(Scalar).GetMethod("op_Implicit", [typeof(double)])!, makers);
        Assert.Contains(typeof(torch.Tensor).GetMethod("op_Multiply", [typeof(double), typeof(torch.Tensor)])!, makers);
        Assert.Contains(typeof(torch.Tensor).GetMethod("add", [typeof(torch.Tensor)])!, makers);
        Assert.Contains(typeof(torch).GetMethod("add", [typeof(torch.Tensor), typeof(torch.Tensor)])!, makers);
        Assert.DoesNotContain(typeof(torch.Tensor).GetMethod("mul", [typeof(torch.Tensor)])!, makers);
        Assert.DoesNotContain(typeof(torch.Tensor).GetMethod("add", [typeof(torch.Tensor), typeof(Scalar)])!, makers);
    }

    // Conversions to a scalar, and methods of torch and its tensors that call one, or a method that does.
    private static HashSet<MethodBase> Makers()
    {
        var makers = typeof(Scalar).GetMethods().Where(m => m.Name == "op_Implicit").ToHashSet<MethodBase>();
        var explicitly = typeof(ScalarExtensionMethods).GetMethods().Where(m => m.Name == "ToScalar").ToHashSet<MethodBase>();
        var callees = typeof(torch).GetNestedTypes().Append(typeof(torch))
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .ToDictionary(m => m, m => Callees(m).ToArray());
        while (callees.Any(c => !makers.Contains(c.Key) && Array.Exists(c.Value, m => makers.Contains(m) || explicitly.Contains(m)) && makers.Add(c.Key)))
        {
        }

        return makers;
    }

    private static IEnumerable<MethodBase> Methods(Assembly assembly) => assembly.GetTypes().SelectMany(t => t
        .GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).OfType<MethodBase>());

    // What the code of a method calls, constructs or makes a delegate of.
    private static IEnumerable<MethodBase> Callees(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var i = 0; i < code.Length;)
        {
            var opCode = code[i] == 0xFE ? OpCodes[(short)(0xFE00 | code[i + 1])] : OpCodes[code[i]];
            i += opCode.Size;
            if (opCode.OperandType == OperandType.InlineMethod)
            {
                var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
                yield return method.Module.ResolveMethod(BitConverter.ToInt32(code, i), typeArguments, method.IsGenericMethod ? method.GetGenericArguments() : null)!;
            }

            i += opCode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, i)),
                _ => 4,
            };
        }
    }
}
