namespace OneApi.Client.Health;

/// <summary>The reasons as texts, for decision records and telemetry.</summary>
internal static class HealthReasons
{
    public static string TextOf(HealthReason reason) => reason switch
    {
        HealthReason.Unreachable => "unreachable",
        HealthReason.Failing => "failing",
        HealthReason.RateLimited => "rate_limited",
        HealthReason.ModelRefused => "model_refused",
        HealthReason.KeyRefused => "key_refused",
        HealthReason.AccountEmpty => "account_empty",
        HealthReason.SwitchedOff => "switched_off",
        _ => "none",
    };
}
