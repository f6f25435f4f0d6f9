namespace OneApi.Client.Replay.Tests.Oracle;

/// <summary>One server-sent event: its name, if it has one, and its data lines joined.</summary>
internal sealed record StreamEvent(string? Name, string Data)
{
    public bool IsDone => Data.Trim() == "[DONE]";
}
