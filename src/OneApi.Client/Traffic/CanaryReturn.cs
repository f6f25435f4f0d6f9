namespace OneApi.Client;

/// <summary>That the old channels of a canary have taken everything back.</summary>
/// <param name="At">Since when.</param>
/// <param name="ByGuard">Whether a guard did it; else a person.</param>
/// <param name="Why">The guard's finding, or the person's note; <see langword="null"/> when there is none.</param>
public sealed record CanaryReturn(DateTimeOffset At, bool ByGuard, string? Why);
