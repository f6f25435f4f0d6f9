namespace OneApi.Client;

/// <summary>How long a channel may take. A limit that is reached fails the attempt with <see cref="OneApiErrorKind.Timeout"/>; another channel is tried.</summary>
public sealed class ChannelTimeouts
{
    /// <summary>Gets or sets how long connecting may take: waiting for a connection, DNS, TCP and TLS.</summary>
    /// <value>The default is 5 seconds. <see langword="null"/> means no limit.</value>
    public TimeSpan? Connect { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how long a stream may take to its first content, counted from the start of the attempt.</summary>
    /// <value>The default is <see langword="null"/>: 20 seconds, and 120 seconds for models that reason.</value>
    public TimeSpan? FirstToken { get; set; }

    /// <summary>Gets or sets how long a stream that has begun may stay silent; any byte ends the silence, comments and pings too.</summary>
    /// <value>The default is 20 seconds. <see langword="null"/> means no limit.</value>
    public TimeSpan? Idle { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Gets or sets how long a stream that has begun may go on without content, however many pings it sends.</summary>
    /// <value>The default is 2 minutes. <see langword="null"/> means no limit.</value>
    public TimeSpan? IdleContent { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets or sets how long an answer may take in all.</summary>
    /// <value>The default is <see langword="null"/>: 5 minutes for whole answers, and for a stream 5 minutes to its first content and no limit from there on.</value>
    public TimeSpan? Total { get; set; }

    /// <summary>A copy for a snapshot, which later changes do not reach.</summary>
    internal ChannelTimeouts Clone() => (ChannelTimeouts)MemberwiseClone();

    internal bool IsSameAs(ChannelTimeouts other) =>
        Connect == other.Connect && FirstToken == other.FirstToken && Idle == other.Idle && IdleContent == other.IdleContent && Total == other.Total;
}
