using System.Text.Json.Serialization;

namespace OneApi.Client.Admission;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredAccessToken))]
[JsonSerializable(typeof(AccessTokenBackup))]
internal sealed partial class AdmissionJsonContext : JsonSerializerContext;
