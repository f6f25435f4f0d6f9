using System.Text.Json;

namespace OneApi.Client.Sdks.Tests;

/// <summary>What the checks send.</summary>
internal static class Samples
{
    public const string ToolName = "get_weather";

    /// <summary>A text that makes the fakes call the tool.</summary>
    public const string AsksForTool = "Please get_weather for me";

    public const string ToolSays = "sunny, 21 degrees";

    public const string CitySchema = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""";

    /// <summary>One pixel.</summary>
    public const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

    /// <summary>More than the 10 MiB that a body may have.</summary>
    public static string TooLarge => new('x', 11 * 1024 * 1024);

    public static Dictionary<string, JsonElement> CitySchemaMembers => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(CitySchema)!;

    public static string CityOf(string json) => JsonElement.Parse(json).GetProperty("city").GetString()!;
}
