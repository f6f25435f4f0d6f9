using Xunit;

namespace OneApi.Client.Replay.Tests;

/// <summary>No replay may hang: the caller's token of every test, with a bound.</summary>
internal static class ReplayTimeout
{
    public static CancellationTokenSource Start()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        source.CancelAfter(TimeSpan.FromSeconds(60));

        return source;
    }
}
