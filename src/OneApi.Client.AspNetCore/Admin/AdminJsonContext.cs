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
[JsonSerializable(typeof(ReconciliationView))]
[JsonSerializable(typeof(RequestView))]
[JsonSerializable(typeof(AdminPage<RequestView>))]
[JsonSerializable(typeof(OverviewView))]
[JsonSerializable(typeof(ChannelView))]
[JsonSerializable(typeof(AdminPage<ChannelView>))]
[JsonSerializable(typeof(AdminPage<ModelView>))]
[JsonSerializable(typeof(ChannelSettingView))]
[JsonSerializable(typeof(ChannelTestView))]
[JsonSerializable(typeof(SettingView))]
[JsonSerializable(typeof(AdminPage<SettingView>))]
[JsonSerializable(typeof(TrafficView))]
[JsonSerializable(typeof(AdminPage<TrafficView>))]
[JsonSerializable(typeof(AdminPage<AuditView>))]
[JsonSerializable(typeof(AuditCheckView))]
[JsonSerializable(typeof(ReadyEvent))]
[JsonSerializable(typeof(HealthEvent))]
[JsonSerializable(typeof(ComparePieceView))]
[JsonSerializable(typeof(CompareResultView))]
[JsonSerializable(typeof(AdminPage<CompareResultView>))]
[JsonSerializable(typeof(CompareDoneView))]
[JsonSerializable(typeof(OneApiReply<OneApiTokenView>))]
[JsonSerializable(typeof(OneApiReply<IReadOnlyList<OneApiTokenView>>))]
internal sealed partial class AdminJsonContext : JsonSerializerContext;
