namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Who serves a model in a group at this moment.</summary>
internal sealed record ModelView(string Model, string Group, int Channels, int Ready, bool IsServed, DateTimeOffset? Until);
