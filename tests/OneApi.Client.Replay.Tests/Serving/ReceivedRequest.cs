namespace OneApi.Client.Replay.Tests.Serving;

/// <summary>One request as the server got it.</summary>
internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Path => Target.Split('?')[0];
}
