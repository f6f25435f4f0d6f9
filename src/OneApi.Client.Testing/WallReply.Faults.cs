using System.Text;
using OneApi.Client.Testing.Wall;

namespace OneApi.Client.Testing;

/// <summary>What goes wrong on the way of an answer.</summary>
public sealed partial class WallReply
{
    internal IReadOnlyList<WallStrike> Strikes { get; private set; } = [];

    internal int? CutAt { get; private set; }

    internal TimeSpan? LateBy { get; private set; }

    internal bool LateAfterHeaders { get; private set; }

    internal bool HasDone { get; private set; } = true;

    internal bool EndsWithClose { get; private set; }

    internal int SliceBytes { get; private set; }

    /// <summary>The connection is closed after so many events: a chunked body lacks its last chunk, one with a length is short, one of <see cref="CloseDelimited"/> looks as if it had ended.</summary>
    /// <param name="events">After how many content events.</param>
    /// <returns>The changed copy.</returns>
    public WallReply CutAfter(int events) => Strike(new(WallStrikeKind.Cut, Checked(events)));

    /// <summary>The connection is closed after so many bytes of the body, wherever that is.</summary>
    /// <param name="bytes">How many; a body that is shorter is not cut.</param>
    /// <returns>The changed copy.</returns>
    public WallReply CutAtByte(int bytes) => With(copy => copy.CutAt = Checked(bytes));

    /// <summary>Nothing comes for a while after so many events; then the answer goes on.</summary>
    /// <param name="events">After how many content events.</param>
    /// <param name="time">How long. <see langword="null"/> means until the client leaves.</param>
    /// <returns>The changed copy.</returns>
    public WallReply StallAfter(int events, TimeSpan? time = null) => Strike(new(WallStrikeKind.Stall, Checked(events)) { Time = time is { } wait ? Checked(wait) : Timeout.InfiniteTimeSpan });

    /// <summary>One event more, which is not JSON, after so many events; the answer goes on. A whole answer is not JSON.</summary>
    /// <param name="events">After how many content events.</param>
    /// <param name="data">What it says in place of JSON, on one line.</param>
    /// <returns>The changed copy.</returns>
    public WallReply MalformedAfter(int events, string data = "{\"choices\":[{\"delta\":{\"conte")
    {
        ArgumentNullException.ThrowIfNull(data);

        return Strike(new(WallStrikeKind.Malformed, Checked(events)) { Bytes = Encoding.UTF8.GetBytes($"data: {data}\n\n") });
    }

    /// <summary>A stream ends in good order, but without <c>[DONE]</c>.</summary>
    /// <returns>The changed copy.</returns>
    public WallReply WithoutDone() => With(static copy => copy.HasDone = false);

    /// <summary>The answer begins late.</summary>
    /// <param name="time">How long nothing comes.</param>
    /// <param name="afterHeaders">Whether the headers come at once, and only the body is late.</param>
    /// <returns>The changed copy.</returns>
    public WallReply Late(TimeSpan time, bool afterHeaders = false) => With(copy => (copy.LateBy, copy.LateAfterHeaders) = (Checked(time), afterHeaders));

    /// <summary>The body is written in slices, each on its own, so that lines and characters are torn apart.</summary>
    /// <param name="bytes">The size of a slice, at least 1.</param>
    /// <returns>The changed copy.</returns>
    public WallReply InSlices(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);

        return With(copy => copy.SliceBytes = bytes);
    }

    /// <summary>The body has neither chunks nor a length: it ends where the connection does.</summary>
    /// <returns>The changed copy.</returns>
    public WallReply CloseDelimited() => With(static copy => copy.EndsWithClose = true);

    /// <summary>Adds a header to the answer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The changed copy.</returns>
    public WallReply WithHeader(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);

        return With(copy => copy.Headers = [.. copy.Headers, new(name, value)]);
    }

    /// <summary>Sets the usage that an answer reports.</summary>
    /// <param name="usage">The usage. Unless it is set, input is counted as all fakes count (<see cref="FakeUsage.Count"/>) over the body of the request, and output is one for each token of the answer.</param>
    /// <returns>The changed copy.</returns>
    public WallReply WithUsage(FakeUsage usage)
    {
        ArgumentNullException.ThrowIfNull(usage);

        return With(copy => copy.Usage = usage);
    }

    /// <summary>Sets the name of the model that an answer reports.</summary>
    /// <param name="model">The name; unless it is set, it is the one that the request names.</param>
    /// <returns>The changed copy.</returns>
    public WallReply WithModel(string model)
    {
        ArgumentNullException.ThrowIfNull(model);

        return With(copy => copy.Model = model);
    }

    internal string? Model { get; private set; }

    private WallReply Strike(WallStrike strike) => With(copy => copy.Strikes = [.. copy.Strikes, strike]);

    private WallReply With(Action<WallReply> change)
    {
        var copy = (WallReply)MemberwiseClone();
        change(copy);
        return copy;
    }

    private static int Checked(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);

        return position;
    }

    private static TimeSpan Checked(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);

        return time;
    }
}
