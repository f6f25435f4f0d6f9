namespace OneApi.Client.AspNetCore.Admin;

/// <summary>The first event of a stream: from now on nothing is missed.</summary>
internal sealed record ReadyEvent(DateTimeOffset At);

/// <summary>A channel, a key or a model behind it stands differently.</summary>
internal sealed record HealthEvent(string Channel, ChannelPartView Now, string? Note);
