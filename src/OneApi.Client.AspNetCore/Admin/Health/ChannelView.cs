namespace OneApi.Client.AspNetCore.Admin;

/// <summary>How a channel stands: why, since when, until when, and what ends it.</summary>
internal sealed record ChannelView(
    string Name,
    string State,
    string Reason,
    DateTimeOffset? Since,
    DateTimeOffset? Until,
    string EndsBy,
    double Share,
    string? Note,
    IReadOnlyList<ChannelPartView> Parts);

/// <summary>How one of its keys stands, or a model behind a key. Keys appear as eight digits of their fingerprint.</summary>
internal sealed record ChannelPartView(string? Key, string? Model, string State, string Reason, DateTimeOffset? Since, DateTimeOffset? Until, string EndsBy, double Share);
