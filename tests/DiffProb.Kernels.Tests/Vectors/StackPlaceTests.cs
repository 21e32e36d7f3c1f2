using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DiffProb;

/// <summary>Where on the stack loops run.</summary>
public sealed class StackPlaceTests
{
    /// <summary>By calls that wait ten times as long at all places but one.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Each_place_is_tried_and_the_fastest_is_kept(int fastest)
    {
        var place = new StackPlace();
        var before = Enumerable.Range(0, 60).Select(_ => Call(place, fastest)).ToArray();
        Assert.Equal([0, 1, 2, 3], before.Distinct().Order());
        Assert.All(before[^30..], at => Assert.Equal(fastest, at));
    }

    [Fact]
    public void The_stack_grows_to_the_place_and_no_farther_than_a_line()
    {
        byte here = 0;
        foreach (var place in new[] { 0, 1, 2, 3 })
        {
            var padding = new StackPlace.Visit(null, place, 0, 1).Padding(ref here);
            Assert.InRange(padding, 0, 48);
            Assert.Equal(16 * place, ((int)Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref here) - padding) & 48);
        }
    }

    private static int Call(StackPlace place, int fastest)
    {
        var visit = place.Enter(StackPlace.FewElements);
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalMicroseconds < (visit.Place == fastest ? 50 : 500))
        {
        }

        visit.Leave([]);
        return visit.Place;
    }
}
