namespace OneApi.Client.AspNetCore.Admin;

/// <summary>The admin key that was set, shown this once.</summary>
internal sealed record BootstrapView(string Key);
