using System.Numerics;

namespace DiffProb;

/// <summary>A number as mantissa · 2^exponent, of any size: the slow, obvious reference for functions of doubles.</summary>
internal readonly record struct Exact(BigInteger Mantissa, int Exponent)
{
    public static Exact Of(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(x));
        var exponent = (int)(bits >> 52);
        var mantissa = (bits & ((1L << 52) - 1)) | (exponent > 0 ? 1L << 52 : 0);
        return new(x < 0 ? -mantissa : mantissa, Math.Max(exponent, 1) - 1075);
    }

    public double Approximate()
    {
        var excess = (int)Math.Max(0, (long)BigInteger.Abs(Mantissa).GetBitLength() - 60);
        return Math.ScaleB((double)(Mantissa >> excess), Exponent + excess);
    }

    /// <summary>The whole number nearest below this one times 2^bits.</summary>
    public BigInteger Fixed(int bits) => Exponent + bits >= 0 ? Mantissa << (Exponent + bits) : Mantissa >> -(Exponent + bits);

    /// <summary>How far a double is from this number, in units of the last place of the doubles around it, subnormal ones included.</summary>
    public double UlpsFrom(double value, int digits = 53, int lowest = -1074)
    {
        var top = (int)BigInteger.Abs(Mantissa).GetBitLength() + Exponent; // |this| in [2^(top - 1), 2^top)
        var unit = Math.Max(top - digits, lowest);
        var other = Of(value);
        var common = Math.Min(Math.Min(Exponent, other.Exponent), unit);
        var difference = (Mantissa << (Exponent - common)) - (other.Mantissa << (other.Exponent - common));
        return new Exact(BigInteger.Abs(difference), common - unit).Approximate();
    }
}

/// <summary>Elementary functions of doubles by series in fixed point, exact to 150 bits relative to the result.</summary>
internal static class ExactFunctions
{
    private const int Guard = 220;
    private const double Negligible = -3000; // beside 1, e to it changes no digit that a test sees

    public static Exact Exp(double x)
    {
        var (e, k) = ScaledExp(Exact.Of(x), Guard);
        return new(e, k - Guard);
    }

    public static Exact Expm1(double x)
    {
        var bits = BitsFor(x);
        var (e, k) = ScaledExp(Exact.Of(x), bits);
        return k < -bits ? new(-BigInteger.One, 0) : new((k >= 0 ? e << k : e >> -k) - (BigInteger.One << bits), -bits);
    }

    public static Exact Log(double x) => Log(Exact.Of(x), Guard);

    public static Exact Log1p(double x) => Log(Sum(Exact.Of(x), new(1, 0)), BitsFor(x));

    public static Exact Sigmoid(double x)
    {
        var (e, k) = ScaledExp(Exact.Of(Math.Max(-Math.Abs(x), Negligible)), Guard);
        var divisor = (BigInteger.One << Guard) + (e >> -k);
        return x < 0 ? new((e << Guard) / divisor, k - Guard) : new((BigInteger.One << (2 * Guard)) / divisor, -Guard);
    }

    public static Exact Softplus(double x)
    {
        var (e, k) = ScaledExp(Exact.Of(Math.Max(-Math.Abs(x), Negligible)), Guard);
        var log = k < -200 ? new Exact(e, k - Guard) : Log(Sum(new(e, k - Guard), new(1, 0)), Guard - k); // log(1 + tiny) is tiny
        return x > 0 ? Sum(log, Exact.Of(x)) : log;
    }

    public static Exact LogSigmoid(double x)
    {
        var value = Softplus(-x);
        return value with { Mantissa = -value.Mantissa };
    }

    public static Exact Log1mExp(double x)
    {
        var bits = BitsFor(x);
        var (e, k) = ScaledExp(Exact.Of(x), bits);
        return k < -200 ? new(-e, k - bits) : Log(Sum(new(1, 0), new(-e, k - bits)), bits - k);
    }

    public static Exact Tanh(double x)
    {
        if (Math.Abs(x) > 100)
        {
            return new(Math.Sign(x), 0);
        }

        var bits = BitsFor(x);
        var (e, k) = ScaledExp(Exact.Of(2 * x), bits);
        var square = k >= 0 ? e << k : e >> -k;
        var one = BigInteger.One << bits;
        return new(((square - one) << bits) / (square + one), -bits);
    }

    public static Exact Sinh(double x)
    {
        var e = Exp(Exact.Of(x), BitsFor(x));
        var inverse = Exp(Exact.Of(-x), BitsFor(x));
        return Half(Sum(e, inverse with { Mantissa = -inverse.Mantissa }));
    }

    public static Exact Cosh(double x) => Half(Sum(Exp(x), Exp(-x)));

    /// <summary>xʸ for positive x.</summary>
    public static Exact Power(double x, double y)
    {
        var (log, power) = (Log(Exact.Of(x), 400), Exact.Of(y));
        return Exp(new(log.Mantissa * power.Mantissa, log.Exponent + power.Exponent), Guard);
    }

    private static Exact Half(Exact x) => x with { Exponent = x.Exponent - 1 };

    private static Exact Exp(Exact x, int bits)
    {
        var (e, k) = ScaledExp(x, bits);
        return new(e, k - bits);
    }

    public static Exact Sin(double x)
    {
        var (sine, _, bits) = SinCos(x);
        return new(sine, -bits);
    }

    public static Exact Cos(double x)
    {
        var (_, cosine, bits) = SinCos(x);
        return new(cosine, -bits);
    }

    public static Exact Tan(double x)
    {
        var (sine, cosine, bits) = SinCos(x);
        return new((sine << bits) / cosine, -bits);
    }

    private static (BigInteger Sine, BigInteger Cosine, int Bits) SinCos(double x)
    {
        var bits = BitsFor(x);
        var halfPi = Pi(bits) >> 1;
        var value = Exact.Of(x).Fixed(bits);
        var quarters = BigInteger.Divide((2 * value) + (value.Sign * halfPi), 2 * halfPi);
        var r = value - (quarters * halfPi);
        var (sine, cosine, term) = (BigInteger.Zero, BigInteger.Zero, BigInteger.One << bits);
        for (var n = 1; !term.IsZero && term != -BigInteger.One; n++)
        {
            (sine, cosine) = (n % 2 == 0 ? sine + (n % 4 == 0 ? -term : term) : sine, n % 2 == 1 ? cosine + (n % 4 == 1 ? term : -term) : cosine);
            term = ((term * r) >> bits) / n;
        }

        return (int)(((quarters % 4) + 4) % 4) switch
        {
            0 => (sine, cosine, bits),
            1 => (cosine, -sine, bits),
            2 => (-sine, -cosine, bits),
            _ => (-cosine, sine, bits),
        };
    }

    public static Exact Atan(double x)
    {
        var bits = BitsFor(x);
        return new(Arctan(Exact.Of(x).Fixed(bits), bits), -bits);
    }

    public static Exact Acot(double x)
    {
        var bits = Guard + Math.Max(0, Math.ILogB(x));
        var tangent = (BigInteger.One << (2 * bits)) / Exact.Of(x).Fixed(bits + Math.Max(0, -Math.ILogB(x))) << Math.Max(0, -Math.ILogB(x));
        return new(Arctan(tangent, bits) + (x < 0 ? Pi(bits) : 0), -bits);
    }

    /// <summary>The angle of the point (x, y), of neither axis.</summary>
    public static Exact Atan2(double y, double x)
    {
        var bits = Guard + Math.Max(0, Math.ILogB(x) - Math.ILogB(y));
        var work = bits + Math.Max(0, -Math.Min(Math.ILogB(x), Math.ILogB(y))) + 60;
        var angle = Arctan((Exact.Of(y).Fixed(work) << bits) / Exact.Of(x).Fixed(work), bits);
        return new(x > 0 ? angle : angle + (Math.Sign(y) * Pi(bits)), -bits);
    }

    public static Exact Asin(double x)
    {
        var bits = BitsFor(x);
        var (one, value) = (BigInteger.One << bits, Exact.Of(x).Fixed(bits));
        return new(Arctan((value << bits) / Root((one * one) - (value * value)), bits), -bits);
    }

    public static Exact Acos(double x)
    {
        const int bits = Guard + 60;
        var (one, value) = (BigInteger.One << bits, Exact.Of(x).Fixed(bits));
        return new(2 * Arctan(Root(((one - value) << (2 * bits)) / (one + value)), bits), -bits);
    }

    public static Exact Asinh(double x)
    {
        var bits = BitsFor(x);
        var value = Exact.Of(Math.Abs(x)).Fixed(bits);
        var log = Log(new(value + Root((value * value) + (BigInteger.One << (2 * bits))), -bits), bits);
        return x < 0 ? log with { Mantissa = -log.Mantissa } : log;
    }

    public static Exact Atanh(double x)
    {
        var bits = BitsFor(x);
        var (one, value) = (BigInteger.One << bits, Exact.Of(x).Fixed(bits));
        return Half(Log(new(((one + value) << bits) / (one - value), -bits), bits));
    }

    // The arc tangent of a number in fixed point: three halvings of the angle, then its series.
    private static BigInteger Arctan(BigInteger tangent, int bits)
    {
        var one = BigInteger.One << bits;
        if (BigInteger.Abs(tangent) > one)
        {
            return (tangent.Sign * (Pi(bits) >> 1)) - Arctan((one * one) / tangent, bits);
        }

        var t = tangent;
        for (var i = 0; i < 3; i++)
        {
            t = (t << bits) / (one + Root((one * one) + (t * t)));
        }

        var (sum, power, square) = (BigInteger.Zero, t, (t * t) >> bits);
        for (var k = 1; !power.IsZero && power != -BigInteger.One; k += 2)
        {
            sum += (k % 4 == 1 ? power : -power) / k;
            power = (power * square) >> bits;
        }

        return sum << 3;
    }

    // The whole square root, by Newton's iteration from above.
    private static BigInteger Root(BigInteger x)
    {
        var root = BigInteger.One << (int)((x.GetBitLength() + 2) / 2);
        for (var next = (root + (x / root)) >> 1; next < root; next = (root + (x / root)) >> 1)
        {
            root = next;
        }

        return root;
    }

    private static readonly BigInteger PiDigits = 4 * ((4 * Arctan(5, 1700)) - Arctan(239, 1700));

    private static BigInteger Pi(int bits) => PiDigits >> (1700 - bits);

    // arctan(1/n), for Machin's formula.
    private static BigInteger Arctan(int n, int bits)
    {
        var (sum, power) = (BigInteger.Zero, (BigInteger.One << (bits + 20)) / n);
        for (var k = 1; !power.IsZero; k += 2)
        {
            sum += (k % 4 == 1 ? power : -power) / k;
            power /= n * n;
        }

        return sum >> 20;
    }

    // So many that the result keeps its leading 200 bits, where it is as small as x.
    private static int BitsFor(double x) => Guard + Math.Max(0, -Math.ILogB(x));

    private static Exact Sum(Exact a, Exact b)
    {
        var common = Math.Min(a.Exponent, b.Exponent);
        return new((a.Mantissa << (a.Exponent - common)) + (b.Mantissa << (b.Exponent - common)), common);
    }

    // e^x = 2^k e / 2^bits with e in [2^(bits - 1), 2^(bits + 1)].
    private static (BigInteger E, int K) ScaledExp(Exact x, int bits)
    {
        const int halvings = 16;
        var work = bits + 60;
        var logTwo = LogTwo(work);
        var value = x.Fixed(work);
        var k = (int)BigInteger.Divide(value, logTwo);
        var r = (value - (k * logTwo)) >> halvings;
        var (sum, term) = (BigInteger.One << work, BigInteger.One << work);
        for (var n = 1; !term.IsZero && n < 1000; n++)
        {
            term = ((term * r) >> work) / n;
            sum += term;
        }

        for (var i = 0; i < halvings; i++)
        {
            sum = (sum * sum) >> work;
        }

        return (sum >> 60, k);
    }

    // k log 2 + 2 artanh((m - 1) / (m + 1)), m near 1.
    private static Exact Log(Exact x, int bits)
    {
        var length = (int)x.Mantissa.GetBitLength();
        var k = length + x.Exponent;
        var m = new Exact(x.Mantissa, -length).Fixed(bits); // in [1/2, 1)
        var one = BigInteger.One << bits;
        if (m * 4 < 3 * one)
        {
            (m, k) = (m << 1, k - 1);
        }

        var s = ((m - one) << bits) / (m + one);
        var square = (s * s) >> bits;
        var (sum, power) = (BigInteger.Zero, s);
        for (var n = 1; !power.IsZero && power != -BigInteger.One; n += 2)
        {
            sum += power / n;
            power = (power * square) >> bits;
        }

        return new((2 * sum) + (k * LogTwo(bits)), -bits);
    }

    private static readonly BigInteger LogTwoDigits = MakeLogTwo(1700);

    private static BigInteger LogTwo(int bits) => LogTwoDigits >> (1700 - bits);

    // 2 artanh(1/3)
    private static BigInteger MakeLogTwo(int bits)
    {
        var (sum, power) = (BigInteger.Zero, (BigInteger.One << (bits + 20)) / 3);
        for (var n = 1; !power.IsZero; n += 2)
        {
            sum += power / n;
            power /= 9;
        }

        return (2 * sum) >> 20;
    }
}
