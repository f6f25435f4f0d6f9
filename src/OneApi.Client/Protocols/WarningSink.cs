namespace OneApi.Client.Protocols;

/// <summary>Collects what a wire could not honour in one attempt. Costs nothing until there is something to say.</summary>
internal sealed class WarningSink
{
    private List<OneApiWarning>? _warnings;

    public IReadOnlyList<OneApiWarning> All => _warnings ?? (IReadOnlyList<OneApiWarning>)[];

    public int Count => _warnings?.Count ?? 0;

    public void NotHonoured(string setting, string message) => Add(new("setting_not_honoured", setting, message));

    public void Adjusted(string setting, string message) => Add(new("setting_adjusted", setting, message));

    public void ContentNotSent(string content, string message) => Add(new("content_not_sent", content, message));

    public void MalformedEvent(string message) => Add(new("malformed_event", "stream", message));

    /// <summary>Takes over what another sink has collected.</summary>
    public void AddAll(WarningSink other)
    {
        foreach (var warning in other.All)
        {
            Add(warning);
        }
    }

    private void Add(OneApiWarning warning)
    {
        _warnings ??= [];
        if (!_warnings.Contains(warning))
        {
            _warnings.Add(warning);
        }
    }
}
