using System.Globalization;
using OneApi.Client.Testing.Faults;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing;

/// <summary>Something that goes wrong at a provider. Immutable; one instance may be queued many times at many fakes.</summary>
/// <remarks>
/// <para>Every fake words an error as its provider does: status, body, headers. Faults of a stream count content events: text, reasoning, tool calls and their fragments. When the answer has fewer of them, the fault strikes before the events that end the answer.</para>
/// <para>A stream fault on a whole answer does the nearest thing to one body; each member says what.</para>
/// </remarks>
public sealed class Fault
{
    private Fault(FaultKind kind) => Kind = kind;

    internal FaultKind Kind { get; }

    internal WireErrorKind Error { get; private init; } = WireErrorKind.ServerError;

    internal int AfterChunks { get; private init; }

    internal int Status { get; private init; } = 500;

    internal string? Code { get; private init; }

    internal TimeSpan? Delay { get; private init; }

    /// <summary>The key is refused: 401, or what the provider answers in its place (Gemini: 400 with <c>API_KEY_INVALID</c>).</summary>
    /// <returns>The fault.</returns>
    public static Fault Unauthorized() => OfError(WireErrorKind.Unauthorized);

    /// <summary>Too fast: 429.</summary>
    /// <param name="retryAfter">What the answer states as the wait (header, and the body's own place where there is one), rounded up to seconds where the wire knows only those. <see langword="null"/> states none.</param>
    /// <returns>The fault.</returns>
    public static Fault RateLimited(TimeSpan? retryAfter = null) => new(FaultKind.Error) { Error = WireErrorKind.RateLimited, Delay = retryAfter };

    /// <summary>The provider account is out of money or at its cap.</summary>
    /// <returns>The fault.</returns>
    public static Fault QuotaExhausted() => OfError(WireErrorKind.QuotaExhausted);

    /// <summary>The provider failed.</summary>
    /// <param name="status">The HTTP status, 500 to 599.</param>
    /// <returns>The fault.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The status is not between 500 and 599.</exception>
    public static Fault ServerError(int status = 500)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 500);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);

        return new(FaultKind.Error) { Error = WireErrorKind.ServerError, Status = status };
    }

    /// <summary>The provider or the model is overloaded: 503, Anthropic 529.</summary>
    /// <returns>The fault.</returns>
    public static Fault Overloaded() => OfError(WireErrorKind.Overloaded);

    /// <summary>The model does not exist, or this key may not use it: 404.</summary>
    /// <returns>The fault.</returns>
    public static Fault ModelNotFound() => OfError(WireErrorKind.ModelNotFound);

    /// <summary>The prompt is longer than the model's window: 400.</summary>
    /// <returns>The fault.</returns>
    public static Fault ContextLength() => OfError(WireErrorKind.ContextLength);

    /// <summary>The prompt is refused by a content filter: 400, or Gemini's 200 with a block reason and no candidates.</summary>
    /// <returns>The fault.</returns>
    public static Fault ContentFiltered() => OfError(WireErrorKind.ContentFiltered);

    /// <summary>The request is refused as malformed: 400.</summary>
    /// <returns>The fault.</returns>
    public static Fault InvalidRequest() => OfError(WireErrorKind.InvalidRequest);

    /// <summary>The provider's own error under a code of its own, with the status, the words and the place that it has there: Baidu's <c>110</c> in a 200, MiniMax's <c>1002</c> in <c>base_resp</c>.</summary>
    /// <param name="code">The code, as the provider's page writes it. The fake that it is queued at says which it knows: each documents its own.</param>
    /// <returns>The fault.</returns>
    public static Fault ProviderError(string code)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);

        return new(FaultKind.Error) { Error = WireErrorKind.Coded, Code = code };
    }

    /// <summary>200 in the right shape, naturally ended, with nothing in it, whole and streamed.</summary>
    /// <returns>The fault.</returns>
    public static Fault EmptySuccess() => new(FaultKind.EmptySuccess);

    /// <summary>200 whose body, or whose first and only stream event, is a server error.</summary>
    /// <returns>The fault.</returns>
    public static Fault ErrorInSuccess() => new(FaultKind.ErrorInSuccess);

    /// <summary>A stream in which an error event comes in the middle, then the body ends. A whole answer is a plain server error with its status.</summary>
    /// <param name="afterChunks">After how many content events; 0 means after the events before the first content.</param>
    /// <returns>The fault.</returns>
    public static Fault ErrorMidStream(int afterChunks) => AfterContent(FaultKind.ErrorMidStream, afterChunks);

    /// <summary>The connection is closed in the middle of the body. A whole answer is cut in half.</summary>
    /// <param name="afterChunks">After how many content events; 0 means after the events before the first content.</param>
    /// <returns>The fault.</returns>
    public static Fault CutStream(int afterChunks) => AfterContent(FaultKind.CutStream, afterChunks);

    /// <summary>The body ends in good order for HTTP, but without finish reason and end mark. A whole answer ends so after half of its JSON.</summary>
    /// <param name="afterChunks">After how many content events; 0 means after the events before the first content.</param>
    /// <returns>The fault.</returns>
    public static Fault EndWithoutTerminator(int afterChunks) => AfterContent(FaultKind.EndWithoutTerminator, afterChunks);

    /// <summary>The request is read and never answered; the connection is held until the client leaves.</summary>
    /// <returns>The fault.</returns>
    public static Fault Silence() => new(FaultKind.Silence);

    /// <summary>The stream stops coming; the connection is held until the client leaves. A whole answer stops after half of its body.</summary>
    /// <param name="afterChunks">After how many content events; 0 means after the events before the first content.</param>
    /// <returns>The fault.</returns>
    public static Fault StallAfter(int afterChunks) => AfterContent(FaultKind.StallAfter, afterChunks);

    /// <summary>Nothing, not even headers, comes for a while; then all is well.</summary>
    /// <param name="beforeHeaders">How long, on the clock of <see cref="FakeProviderOptions.TimeProvider"/>.</param>
    /// <returns>The fault.</returns>
    public static Fault SlowStart(TimeSpan beforeHeaders)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(beforeHeaders, TimeSpan.Zero);

        return new(FaultKind.SlowStart) { Delay = beforeHeaders };
    }

    /// <summary>A whole answer comes, slowly: a wait before every stream event but the first, or before each of eight slices of a whole body but the first.</summary>
    /// <param name="betweenChunks">The wait, on the clock of <see cref="FakeProviderOptions.TimeProvider"/>.</param>
    /// <returns>The fault.</returns>
    public static Fault SlowBody(TimeSpan betweenChunks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(betweenChunks, TimeSpan.Zero);

        return new(FaultKind.SlowBody) { Delay = betweenChunks };
    }

    /// <summary>The connection is reset before any header.</summary>
    /// <returns>The fault.</returns>
    public static Fault Reset() => new(FaultKind.Reset);

    /// <summary>One stream event that is not JSON; the stream goes on and ends in good order. A whole answer is 200 with a body that is not JSON.</summary>
    /// <param name="afterChunks">After how many content events; 0 means after the events before the first content.</param>
    /// <returns>The fault.</returns>
    public static Fault Malformed(int afterChunks) => AfterContent(FaultKind.Malformed, afterChunks);

    /// <summary>The HTML error page of a proxy in front of the provider.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <returns>The fault.</returns>
    public static Fault Html(int status = 502)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);

        return new(FaultKind.Html) { Status = status };
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        FaultKind.Error when Error is WireErrorKind.ServerError => string.Create(CultureInfo.InvariantCulture, $"{Error}({Status})"),
        FaultKind.Error when Error is WireErrorKind.RateLimited => $"{Error}({Delay})",
        FaultKind.Error when Code is not null => $"ProviderError({Code})",
        FaultKind.Error => Error.ToString(),
        FaultKind.Html => string.Create(CultureInfo.InvariantCulture, $"{Kind}({Status})"),
        FaultKind.SlowBody or FaultKind.SlowStart => $"{Kind}({Delay})",
        FaultKind.ErrorMidStream or FaultKind.CutStream or FaultKind.EndWithoutTerminator or FaultKind.StallAfter or FaultKind.Malformed
            => string.Create(CultureInfo.InvariantCulture, $"{Kind}({AfterChunks})"),
        _ => Kind.ToString(),
    };

    private static Fault OfError(WireErrorKind error) => new(FaultKind.Error) { Error = error };

    private static Fault AfterContent(FaultKind kind, int afterChunks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterChunks);

        return new(kind) { AfterChunks = afterChunks };
    }
}
