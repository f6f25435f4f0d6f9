namespace OneApi.Client.Replay.Tests.Gateway;

/// <summary>What a caller sees of a failed call. The kind is its name, as the protocol pages write it.</summary>
internal sealed record GatewayFailure(string Kind, string? Provider, string? Channel, int? StatusCode, TimeSpan? RetryAfter, string Text);
