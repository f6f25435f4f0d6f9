using System.Drawing;
using System.Globalization;

namespace OneApi.Client.Protocols;

/// <summary>Sizes and proportions as providers name them.</summary>
internal static class ImageSizes
{
    /// <summary>How far a proportion may be off and still be the same one: 1366 × 768 is 16:9.</summary>
    private const double SameProportion = 0.01;

    public static string Text(Size size, char separator = 'x') => string.Create(CultureInfo.InvariantCulture, $"{size.Width}{separator}{size.Height}");

    /// <summary>The proportion in whole numbers, as small as they get: 1920 × 1080 is 16:9.</summary>
    public static string Proportion(Size size)
    {
        var divisor = GreatestDivisor(size.Width, size.Height);
        return string.Create(CultureInfo.InvariantCulture, $"{size.Width / divisor}:{size.Height / divisor}");
    }

    /// <summary>The one of the known proportions (<c>16:9</c>) that the size has, or null.</summary>
    public static string? SameAs(Size size, string[] proportions)
    {
        var nearest = NearestTo(size, proportions, ':', static _ => 0);
        return Math.Abs(Math.Log(Ratio(size) / Ratio(Parse(nearest, ':')))) <= SameProportion ? nearest : null;
    }

    /// <summary>The nearest of the known sizes (<c>1024x1024</c>): first by its proportion, then by its area.</summary>
    public static string Nearest(Size size, string[] sizes)
    {
        var area = Area(size);
        return NearestTo(size, sizes, 'x', known => Math.Abs(Math.Log(Area(known) / area)));
    }

    private static string NearestTo(Size size, string[] known, char separator, Func<Size, double> then) =>
        known.MinBy(text => Parse(text, separator) is var one ? (Math.Round(Math.Abs(Math.Log(Ratio(one) / Ratio(size))), 6), then(one)) : default)!;

    private static Size Parse(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return new(int.Parse(text.AsSpan(0, at), CultureInfo.InvariantCulture), int.Parse(text.AsSpan(at + 1), CultureInfo.InvariantCulture));
    }

    private static double Ratio(Size size) => (double)size.Width / size.Height;

    private static double Area(Size size) => (double)size.Width * size.Height;

    private static int GreatestDivisor(int one, int other) => other == 0 ? one : GreatestDivisor(other, one % other);
}
