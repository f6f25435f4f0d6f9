using System.Diagnostics;

namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>
/// Fairness between processes that write to one SQLite file. Its lock has no queue: a writer that comes back at once after every commit
/// starves all others. So a busy writer stays away for a moment now and then: often while others are about, seldom to let newcomers in.
/// </summary>
internal sealed class SqliteTurns
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan BetweenOthers = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Alone = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan OthersRemembered = TimeSpan.FromSeconds(5);
    private long _paused = Stopwatch.GetTimestamp();
    private long? _met;
    private long _version;

    public void MetOthers() => _met = Stopwatch.GetTimestamp();

    public async ValueTask GiveOthersAsync(SqliteSession? session)
    {
        var away = Stopwatch.GetElapsedTime(_paused);
        if (session is null || away < BetweenOthers)
        {
            return;
        }

        var version = session.DataVersion();
        if (version != _version)
        {
            _version = version;
            MetOthers();
        }

        var areAbout = _met is { } met && Stopwatch.GetElapsedTime(met) < OthersRemembered;
        if (areAbout || away >= Alone)
        {
            _paused = Stopwatch.GetTimestamp();
            await Task.Delay(Pause, TimeProvider.System).ConfigureAwait(false);
        }
    }
}
