using System.Buffers.Binary;
using System.Buffers.Text;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>
/// Goes through the ledger backwards. The ledger reads forwards only, so it is read in windows of time that grow while little is found and shrink
/// where much is: never much more is read than is shown, and no more is kept.
/// </summary>
internal sealed class RecordPages(IUsageLedger ledger)
{
    private const int MaxRead = 20_000;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>How far back is looked where nobody says from when.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromDays(366);

    /// <summary>The newest records of a filter, newest first.</summary>
    /// <param name="filter">Which ones; from and until are set.</param>
    /// <param name="after">Only those that are older than this place; null for all.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<List<UsageRecord>> ReadAsync(UsageFilter filter, Place? after, int count, CancellationToken cancellationToken)
    {
        var found = new List<UsageRecord>();
        var from = filter.From!.Value;
        var until = after is { } place && place.StartedAt < filter.Until ? place.StartedAt.AddTicks(TimeSpan.TicksPerMillisecond) : filter.Until!.Value; // stores may keep less than ticks
        var window = Shortest;
        while (found.Count < count && until > from)
        {
            var start = until - window < from ? from : until - window;
            var newest = await ReadWindowAsync(filter with { From = start, Until = until }, after, count - found.Count, window > Shortest, cancellationToken).ConfigureAwait(false);
            if (newest is null)
            {
                window = window / 8 < Shortest ? Shortest : window / 8;
                continue;
            }

            found.AddRange(newest);
            until = start;
            window = window * 4 > Longest ? Longest : window * 4;
        }

        return found;
    }

    /// <summary>The last records of a window, newest first; null when it holds too many and may be smaller.</summary>
    private async ValueTask<List<UsageRecord>?> ReadWindowAsync(UsageFilter filter, Place? after, int count, bool mayShrink, CancellationToken cancellationToken)
    {
        var kept = new Queue<UsageRecord>(Math.Min(count, 512));
        var read = 0;
        await foreach (var record in ledger.ReadAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            if (mayShrink && ++read > MaxRead)
            {
                return null;
            }

            if (after is { } place && place.CompareTo(Place.Of(record)) <= 0)
            {
                continue;
            }

            kept.Enqueue(record);
            if (kept.Count > count)
            {
                kept.Dequeue();
            }
        }

        var newest = kept.ToList();
        newest.Reverse();
        return newest;
    }

    /// <summary>A place in the list.</summary>
    internal readonly record struct Place(DateTimeOffset StartedAt, Guid Id) : IComparable<Place>
    {
        private const int Bytes = 24;

        public static Place Of(UsageRecord record) => new(record.StartedAt, record.CallId);

        public int CompareTo(Place other) => StartedAt != other.StartedAt ? StartedAt.CompareTo(other.StartedAt) : Id.CompareTo(other.Id);

        public static bool TryParse(string text, out Place place)
        {
            place = default;
            Span<byte> bytes = stackalloc byte[Bytes];
            if (!Base64Url.IsValid(text, out var length) || length != Bytes || !Base64Url.TryDecodeFromChars(text, bytes, out _))
            {
                return false;
            }

            var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
            if (ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks - TimeSpan.TicksPerDay)
            {
                return false;
            }

            place = new(new(ticks, TimeSpan.Zero), new(bytes[8..], bigEndian: true));
            return true;
        }

        public override string ToString()
        {
            Span<byte> bytes = stackalloc byte[Bytes];
            BinaryPrimitives.WriteInt64BigEndian(bytes, StartedAt.UtcTicks);
            Id.TryWriteBytes(bytes[8..], bigEndian: true, out _);
            return Base64Url.EncodeToString(bytes);
        }
    }
}
