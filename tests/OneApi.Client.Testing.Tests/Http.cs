using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace OneApi.Client.Testing.Tests;

/// <summary>A bare HTTP client: sees bytes, not meanings.</summary>
internal static class Http
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Leaves at once when an answer is disposed: by default .NET first reads on for up to two seconds.</summary>
    public static HttpClient Client { get; } = new(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero, MaxResponseDrainSize = 0 }) { Timeout = Bound };

    public static async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseContentRead, Stop);
        return new Answer((int)response.StatusCode, Headers(response), await response.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>Reads what comes, also when the connection breaks; says whether it broke.</summary>
    public static async Task<(string Body, bool Broke)> ReadBrokenAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        await using var stream = await response.Content.ReadAsStreamAsync(Stop);
        using var bytes = new MemoryStream();

        try
        {
            await stream.CopyToAsync(bytes, Stop);
            return (Encoding.UTF8.GetString(bytes.ToArray()), false);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            return (Encoding.UTF8.GetString(bytes.ToArray()), true);
        }
    }

    /// <summary>Asks again and again until it is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        for (var start = Stopwatch.GetTimestamp(); !isSo(); await Task.Delay(5, Stop))
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Bound, "It did not come to be in time.");
        }
    }

    private static Dictionary<string, string> Headers(HttpResponseMessage response)
        => response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);

    public static TimeSpan Since(long start, long end) => Stopwatch.GetElapsedTime(start, end);

    public sealed record Answer(int Status, Dictionary<string, string> Headers, string Body)
    {
        public JsonElement Json => JsonElement.Parse(Body);

        /// <summary>The data of all events, as it came.</summary>
        public List<string> Events => [.. Sse.Data(Body)];
    }
}
