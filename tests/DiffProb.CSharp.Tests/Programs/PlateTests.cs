using DiffProb;
using static DiffProb.Prob;

namespace CSharpTests.Programs;

/// <summary>Plates with one to three columns, nested, as rows and as parts, against sums written out.</summary>
public sealed class PlateTests
{
    private static readonly double[] X = [1, 2, 3];
    private static readonly double[] Y = [10, 20, 30];
    private static readonly double[] Z = [0.5, 1.5, 2.5];

    public static TheoryData<int> Columns => [1, 2, 3];

    [Theory, MemberData(nameof(Columns))]
    public void A_plate_of_costs_sums_over_its_rows(int columns)
    {
        var program =
            from a in Param("a", 2.0)
            from done in columns switch
            {
                1 => Plate("row", X, x => Cost("c", a * x)),
                2 => Plate("row", X, Y, (x, y) => Cost("c", a * (x - y))),
                _ => Plate("row", X, Y, Z, (x, y, z) => Cost("c", a * (x - (y / z)))),
            }
            select done;
        Check(columns, program.Estimate().Particles(1).Gradient());
    }

    [Theory, MemberData(nameof(Columns))]
    public void A_plate_of_values_gives_its_rows_as_one_tensor(int columns)
    {
        var program =
            from a in Param("a", 2.0)
            from rows in columns switch
            {
                1 => Plate("row", X, x => Return(a * x)),
                2 => Plate("row", X, Y, (x, y) => Return(a * (x - y))),
                _ => Plate("row", X, Y, Z, (x, y, z) => Return(a * (x - (y / z)))),
            }
            select rows[0] + rows[1] + rows[2];
        Check(columns, program.Estimate().Particles(1).Gradient());
    }

    [Theory, MemberData(nameof(Columns))]
    public void A_plate_in_statements_does_the_same(int columns)
    {
        var program = Model(m =>
        {
            var a = m.Param("a", 2.0);
            switch (columns)
            {
                case 1:
                    m.Plate("row", X, x => m.Cost("c", a * x));
                    break;
                case 2:
                    m.Plate("row", X, Y, (x, y) => m.Cost("c", a * (x - y)));
                    break;
                default:
                    m.Plate("row", X, Y, Z, (x, y, z) => m.Cost("c", a * (x - (y / z))));
                    break;
            }
        });
        Check(columns, program.Estimate().Particles(1).Gradient());
    }

    [Theory, MemberData(nameof(Columns))]
    public void Rows_in_statements_are_one_tensor(int columns)
    {
        var program = Model(m =>
        {
            var a = m.Param("a", 2.0);
            var rows = columns switch
            {
                1 => m.Plate("row", X, x => a * x),
                2 => m.Plate("row", X, Y, (x, y) => a * (x - y)),
                _ => m.Plate("row", X, Y, Z, (x, y, z) => a * (x - (y / z))),
            };
            return rows.Sum();
        });
        Check(columns, program.Estimate().Particles(1).Gradient());
    }

    [Fact]
    public void The_plate_is_the_first_dimension_of_its_rows()
    {
        var shape = Shape.Scalar;
        var program =
            from rows in Plate("row", new[,] { { 1.0, 2.0 }, { 3.0, 4.0 }, { 5.0, 6.0 } }, row => Return(row * 2))
            select (shape = rows.Shape) is null ? rows : rows[2][1];
        Assert.Equal(12.0, program.Estimate().Particles(1).Value().Mean);
        Assert.Equal(Shape.Of(3, 2), shape);
    }

    [Fact]
    public void Plates_nest()
    {
        var program =
            from a in Param("a", 2.0)
            from rows in Plate("outer", X, Y, (x, y) =>
                from cells in Plate("inner", Z, z => Return(a * x * y * z))
                from _ in Plate("again", Z, z => Cost("c", a * x * z))
                select cells.Sum())
            select rows.Sum();
        var g = program.Estimate().Particles(1).Gradient();
        Assert.Equal((140.0 * 4.5) + (6.0 * 4.5), g["a"].ToDouble(), 1e-9);
        Assert.Equal(2.0 * g["a"].ToDouble(), g.Value.Mean, 1e-9);
    }

    [Fact]
    public void A_minibatch_is_unbiased_for_all_rows()
    {
        double[] ys = [.. Enumerable.Range(0, 10).Select(i => (double)i)];
        var program =
            from m in Param("m", 0.5)
            from done in Plate("row", ys, y => Cost("c", (m - y).Square()), minibatch: 3)
            select done;
        var g = program.Estimate().Particles(1).Replicates(4000).Seed(1).Gradient();
        Judge.Agrees(ys.Sum(y => (0.5 - y) * (0.5 - y)), 5.0, g.Value.Mean, g.Value.StandardError);
        Judge.Derivative(ys.Sum(y => 2.0 * (0.5 - y)), 1.0, "m", g);
        var statements = Model(model =>
        {
            var m = model.Param("m", 0.5);
            model.Plate("row", ys, y => model.Cost("c", (m - y).Square()), minibatch: 3);
        });
        Judge.SameBits(g, statements.Estimate().Particles(1).Replicates(4000).Seed(1).Gradient());
    }

    [Fact]
    public void What_does_not_fit_is_said_at_the_call()
    {
        Judge.Refuses(() => Plate("row", X, new[] { 1.0, 2.0 }, (x, y) => Return(x * y)), "\"row\"", "[3]", "[2]");
        Judge.Refuses(() => Plate("row", X, x => Return(x), minibatch: 4), "\"row\"", "1 to 3", "4");
        Judge.Refuses(() => Plate("", X, x => Return(x)), "plate", "name");
        Assert.Equal("body", Assert.Throws<ArgumentNullException>(() => Plate("row", X, X, (Func<Tensor, Tensor, Prob<Tensor>>)null!)).ParamName);
    }

    private static void Check(int columns, GradientEstimate g)
    {
        var exact = X.Select((x, i) => x - (columns == 1 ? 0.0 : columns == 2 ? Y[i] : Y[i] / Z[i])).Sum();
        Assert.Equal(2.0 * exact, g.Value.Mean, 1e-9);
        Assert.Equal(exact, g["a"].ToDouble(), 1e-9);
    }
}
