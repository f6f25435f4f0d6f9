using Microsoft.Extensions.AI;

namespace OneApi.Client.Relays;

/// <summary>An answer that has come whole.</summary>
internal sealed class RelayWhole(string? contentType, ReadOnlyMemory<byte> body, UsageDetails? usage, string? text) : RelayFeed(contentType)
{
    public override ReadOnlyMemory<byte>? Whole => body;

    public override UsageDetails? Usage => usage;

    public override string? Text => text;

    public override void Dispose()
    {
        // Nothing is open any more.
    }
}
