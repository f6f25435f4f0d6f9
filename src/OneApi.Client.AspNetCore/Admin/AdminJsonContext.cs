using System.Text.Json.Serialization;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>What the admin API writes: members in snake case, nulls too, so that a reader sees every member.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified,
    Converters = [typeof(MomentConverter)])]
[JsonSerializable(typeof(AdminProblem))]
[JsonSerializable(typeof(BootstrapView))]
[JsonSerializable(typeof(TokenGrantView))]
[JsonSerializable(typeof(TokenView))]
[JsonSerializable(typeof(AdminPage<TokenView>))]
[JsonSerializable(typeof(TokenQuotaView))]
[JsonSerializable(typeof(TokenImportView))]
internal sealed partial class AdminJsonContext : JsonSerializerContext;
