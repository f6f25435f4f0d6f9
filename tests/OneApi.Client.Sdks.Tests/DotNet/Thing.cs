namespace OneApi.Client.Sdks.Tests.DotNet;

/// <summary>What structured answers are asked to be.</summary>
public sealed class Thing
{
    public string? Title { get; set; }

    public int? Count { get; set; }
}
