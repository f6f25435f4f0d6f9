using System.Text.Json.Serialization;

namespace OneApi.Client.Redis.Health;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FactText))]
internal sealed partial class FactJsonContext : JsonSerializerContext;
