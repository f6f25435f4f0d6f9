using OneApi.Client.Authentication;

namespace OneApi.Client.Health;

/// <summary>One key of a channel as it stands for one model.</summary>
/// <param name="Credential">The key.</param>
/// <param name="Key">The key's health.</param>
/// <param name="Model">The health of the model behind it.</param>
internal sealed record CandidateKey(Credential Credential, HealthCell Key, HealthCell Model)
{
    public bool IsReady => Key.IsReady && Model.IsReady;

    /// <summary>How it stands: the worse of key and model.</summary>
    public HealthStanding Look() => HealthStanding.Worse(Key.Look(), Model.Look());

    public bool MayEnter => IsReady || (Key.Look().MayEnter && Model.Look().MayEnter);
}
