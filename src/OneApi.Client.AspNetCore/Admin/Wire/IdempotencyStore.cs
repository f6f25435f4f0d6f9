using System.Security.Cryptography;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>
/// The answers to POSTs with an <c>Idempotency-Key</c>, for 24 hours, in the memory of this process: a repetition gets the answer again and does
/// nothing. Only success is kept; what failed may be tried again. Bounded: the oldest answers go first. Thread-safe.
/// </summary>
internal sealed class IdempotencyStore(TimeProvider time)
{
    public const int LongestKey = 200;
    private const int MaxAnswers = 10_000;
    private const long MaxBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<Entry> _order = new();
    private long _bytes;

    /// <summary>Runs the work once for a key.</summary>
    /// <param name="place">Who asks which route with which key.</param>
    /// <param name="body">What he asks.</param>
    /// <param name="work">Does it.</param>
    /// <returns>The answer, and whether it was given before.</returns>
    /// <exception cref="AdminException">The key was used for something else, or its work still runs.</exception>
    public async ValueTask<(AdminAnswer Answer, bool IsReplay)> RunAsync(string place, ReadOnlyMemory<byte> body, Func<ValueTask<AdminAnswer>> work)
    {
        var hash = SHA256.HashData(body.Span);
        var own = new Entry(place, hash, time.GetUtcNow() + Life);
        lock (_gate)
        {
            ForgetOldLocked();
            if (_entries.TryGetValue(place, out var known))
            {
                if (!known.Hash.AsSpan().SequenceEqual(hash))
                {
                    throw new AdminException(422, "idempotency_key_reused", "The Idempotency-Key was used for another body; use a new key for a new request.");
                }

                return (known.Answer ?? throw new AdminException(409, "idempotency_in_progress", "A request with this Idempotency-Key still runs; send it again in a moment."), true);
            }

            _entries.Add(place, own);
        }

        AdminAnswer? answer = null;
        try
        {
            answer = await work().ConfigureAwait(false);
            return (answer, false);
        }
        finally
        {
            Keep(own, answer);
        }
    }

    private void Keep(Entry own, AdminAnswer? answer)
    {
        lock (_gate)
        {
            if (answer is not { Status: >= 200 and < 300, Stream: null })
            {
                _entries.Remove(own.Place);
                return;
            }

            own.Answer = answer;
            _order.Enqueue(own);
            _bytes += own.Size;
            ForgetOldLocked();
        }
    }

    private void ForgetOldLocked()
    {
        var now = time.GetUtcNow();
        while (_order.TryPeek(out var oldest) && (oldest.Until <= now || _order.Count > MaxAnswers || _bytes > MaxBytes))
        {
            _order.Dequeue();
            _entries.Remove(oldest.Place);
            _bytes -= oldest.Size;
        }
    }

    private sealed class Entry(string place, byte[] hash, DateTimeOffset until)
    {
        public string Place => place;

        public byte[] Hash => hash;

        public DateTimeOffset Until => until;

        public AdminAnswer? Answer { get; set; }

        public long Size => place.Length * 2 + hash.Length + (Answer?.Body.Length ?? 0) + 256;
    }
}
