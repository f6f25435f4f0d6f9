using OneApi.Client.Gateway;
using OneApi.Client.Routing;
using OneApi.Client.TokenCounting;

namespace OneApi.Client.Relays;

/// <summary>A call whose bytes are passed on.</summary>
internal sealed class RelayCall : Call
{
    /// <summary>Sound of 128 kbit/s has 16 000 bytes a second, which OpenAI counts as ten tokens (its guide to transcription; other rates differ).</summary>
    private const int SoundBytesPerToken = 1600;

    public required RelayRequest Request { get; init; }

    public required RelayContent Content { get; init; }

    public override bool IsRetryOfCaller => HeaderForwarding.SaysRetry(Request.ForwardedHeaders);

    /// <summary>Verdicts and orders are not paid as output.</summary>
    public override long? MaxOutputTokens => Kind is CallKind.Moderations or CallKind.Rerank ? 0 : null;

    protected override long CountInput()
    {
        long count = (Content.FileBytes + SoundBytesPerToken - 1) / SoundBytesPerToken;
        foreach (var text in Content.Texts)
        {
            count += TokenCounter.Count(text, Model);
        }

        return count;
    }
}
