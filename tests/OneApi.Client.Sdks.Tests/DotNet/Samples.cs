namespace OneApi.Client.Sdks.Tests.DotNet;

/// <summary>What the tests of both SDKs send.</summary>
internal static class Samples
{
    /// <summary>The schema of the tool's arguments.</summary>
    public const string City = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""";

    /// <summary>The schema of a <see cref="Thing"/>.</summary>
    public const string ThingSchema = """{"type":"object","properties":{"title":{"type":"string"},"count":{"type":"integer"}},"required":["title","count"],"additionalProperties":false}""";

    /// <summary>A PNG of one pixel.</summary>
    public const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
}
