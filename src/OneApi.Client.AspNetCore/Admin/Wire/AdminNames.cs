using System.Text.Json;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Members of enumerations as the API writes them: <c>slow_start</c>.</summary>
internal static class AdminNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static string All<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(static value => Of(value)));

    public static bool TryRead<T>(string text, out T value)
        where T : struct, Enum
    {
        foreach (var known in Enum.GetValues<T>())
        {
            if (string.Equals(Of(known), text, StringComparison.OrdinalIgnoreCase))
            {
                value = known;
                return true;
            }
        }

        value = default;
        return false;
    }
}
