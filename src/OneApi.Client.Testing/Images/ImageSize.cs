using System.Globalization;

namespace OneApi.Client.Testing.Images;

/// <summary>Sizes as wires write them.</summary>
internal static class ImageSize
{
    public static (int Width, int Height)? Parse(string? text, char separator)
    {
        var parts = text?.Split(separator) ?? [];

        return parts.Length == 2 && Number(parts[0]) is { } width && Number(parts[1]) is { } height ? (width, height) : null;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 8192 ? number : null;
}
