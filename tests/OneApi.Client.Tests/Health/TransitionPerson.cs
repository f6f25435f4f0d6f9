namespace OneApi.Client.Tests.Health;

/// <summary>A person who switches channels off and on again while nobody begins or ends a call.</summary>
internal sealed class TransitionPerson(TransitionScene scene, Random chance)
{
    private readonly Dictionary<string, DateTimeOffset?> _off = [];

    /// <summary>Gets the channels that are switched off, and until when.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset?> Off => _off;

    public async Task ActAsync(TransitionCaller[] callers)
    {
        var stop = TestContext.Current.CancellationToken;
        foreach (var (over, _) in _off.Where(off => off.Value <= scene.Time.GetUtcNow()).ToArray())
        {
            _off.Remove(over);
        }

        var channel = ((string[])["a", "b", "c", "d"])[chance.Next(4)];
        switch (chance.Next(60))
        {
            case 0:
                TimeSpan? duration = chance.Next(2) == 0 ? TimeSpan.FromSeconds(chance.Next(1, 60)) : null;
                await scene.Health.RestAsync(channel, duration, "maintenance", stop);
                _off[channel] = scene.Time.GetUtcNow() + duration;
                break;
            case 1 or 2:
                await ResumeAsync(channel);
                break;
            case 3 when _off.Count > 1:
                await ResumeAsync(_off.Keys.First());
                break;
        }

        async Task ResumeAsync(string name)
        {
            scene.Forget(name, callers.SelectMany(static caller => caller.Rides));
            await scene.Health.ResumeAsync(name, stop);
            _off.Remove(name);
        }
    }
}
