namespace OneApi.Client;

/// <summary>How a test call to a channel went.</summary>
/// <param name="IsOk">Whether it answered.</param>
/// <param name="Model">The public model that was asked.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="ErrorKind">How it failed, or <see langword="null"/>.</param>
/// <param name="Status">The provider's HTTP status of the failure, or <see langword="null"/>.</param>
/// <param name="Message">The provider's words on the failure, cut to length and freed of keys, or <see langword="null"/>.</param>
public sealed record ChannelTest(bool IsOk, string Model, TimeSpan Duration, OneApiErrorKind? ErrorKind, int? Status, string? Message);
