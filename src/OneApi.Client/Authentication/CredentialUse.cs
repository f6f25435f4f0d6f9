namespace OneApi.Client.Authentication;

/// <summary>One attempt's use of a channel's credential. Knows the issued token that went along, so that a refused one can be given back.</summary>
internal sealed class CredentialUse(Credential credential, string? model = null)
{
    private Func<CancellationToken, ValueTask>? _refuse;
    private string? _issued;
    private bool _isSpent;
    private List<string>? _hidden;
    private Func<OneApiException, bool>? _helps;

    public Credential Credential { get; } = credential;

    /// <summary>Gets the model on the wire, for tokens that serve one model only; null where the use is for none.</summary>
    public string? Model { get; } = model;

    /// <summary>Gets a value indicating whether a token that can be issued anew went along.</summary>
    public bool CanRefresh => _refuse is not null && !_isSpent;

    /// <summary>Gets everything that no text may show.</summary>
    public IEnumerable<string?> Secrets => [Credential.ApiKey, Credential.SecretKey, Credential.SessionToken, _issued, .. _hidden ?? []];

    /// <summary>A scheme has put an issued token into the request.</summary>
    /// <param name="issued">The token.</param>
    /// <param name="refuse">Forgets it.</param>
    /// <param name="helps">Says after which refusals another one helps; null means after each.</param>
    public void Note(string issued, Func<CancellationToken, ValueTask> refuse, Func<OneApiException, bool>? helps = null)
    {
        _issued = issued;
        _refuse = refuse;
        _helps = helps;
    }

    /// <summary>The attempt has had its new token already, inside a task that must not be begun again: the engine gives it no other.</summary>
    public void Spend() => _isSpent = true;
    /// <summary>A scheme has put something into the request that no text may show.</summary>
    public void Hide(string secret) => (_hidden ??= []).Add(secret);
    /// <summary>Says whether the attempt that ended so may be made again with another token.</summary>
    public bool CanRefreshAfter(OneApiException error) => CanRefresh && _helps?.Invoke(error) != false;

    /// <summary>The provider has refused the token: the next attempt gets another one.</summary>
    public ValueTask RefuseAsync(CancellationToken cancellationToken) => _refuse?.Invoke(cancellationToken) ?? ValueTask.CompletedTask;
}
