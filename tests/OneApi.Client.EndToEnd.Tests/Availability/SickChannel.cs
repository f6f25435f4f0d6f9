using System.Text;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Availability;

/// <summary>What is wrong with one channel of three.</summary>
internal static class SickChannel
{
    public const string Healthy = "healthy";

    /// <summary>An empty answer costs its input tokens all the same: nobody is to be charged for them.</summary>
    private static readonly WallReply EmptyWhole = WallReply.Bytes(
        Encoding.UTF8.GetBytes("""{"id":"chatcmpl-0","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":11,"completion_tokens":0,"total_tokens":11}}"""),
        "application/json");

    private static readonly WallReply EmptyStream = WallReply.Bytes(Encoding.UTF8.GetBytes(
        "data: {\"id\":\"chatcmpl-0\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n"
        + "data: {\"id\":\"chatcmpl-0\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: [DONE]\n\n"));

    public static TheoryData<string> Kinds => ["dead", "slow", "empty", "cutting"];

    /// <summary>Says what the sick channel answers.</summary>
    public static Func<WallRequest, WallReply> Of(string kind, WallReply good)
    {
        // Slow is later than the race (10 s) and sooner than the limit (20 s): whoever waits gets an answer all the same.
        var late = good.Late(TimeSpan.FromSeconds(12), afterHeaders: true);
        var cut = good.CutAfter(4);
        var reset = WallReply.Reset();
        return kind switch
        {
            "dead" => _ => reset,
            "slow" => _ => late,
            "empty" => static request => request.IsStreaming ? EmptyStream : EmptyWhole,
            "cutting" => _ => cut,
            _ => _ => good,
        };
    }
}
