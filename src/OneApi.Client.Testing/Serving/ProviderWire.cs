using System.Text;

namespace OneApi.Client.Testing.Serving;

/// <summary>All that differs from one provider's fake to the next: where it listens, what it checks, how it words answers and errors.</summary>
internal abstract class ProviderWire
{
    private long _ids;

    /// <summary>Gets the path that belongs to the base URL, e.g. <c>/v1</c>, or nothing.</summary>
    public abstract string BasePath { get; }

    /// <summary>Gets the key that is accepted when the test names no other.</summary>
    public abstract string DefaultApiKey { get; }

    public abstract IReadOnlyList<WireRoute> Routes { get; }

    public virtual string JsonContentType => "application/json";

    public virtual string StreamContentType => "text/event-stream; charset=utf-8";

    /// <summary>Gets the secret that is accepted when the test names no other; empty where the provider has none.</summary>
    public virtual string DefaultSecretKey => "";

    /// <summary>Gets the application's id that is accepted when the test names no other; empty where the provider has none.</summary>
    public virtual string DefaultAppId => "";

    /// <summary>Checks who asks, signatures and tokens for real. <see langword="null"/> lets the request in.</summary>
    public virtual WireFailure? Authorize(FakeRequest request, FakeKeys keys, TimeProvider time)
        => IsAuthorized(request, keys.ApiKey) ? null : new WireFailure(WireErrorKind.Unauthorized, request);

    /// <summary>Says whether a request carries the key, for wires that need no more than that.</summary>
    public virtual bool IsAuthorized(FakeRequest request, string apiKey) => false;

    /// <summary>Says whether a request asks for a token and not for a model's work: queued faults strike the latter.</summary>
    public virtual bool IssuesCredentials(FakeRequest request) => false;

    public abstract string? ModelOf(FakeRequest request);

    public abstract bool IsStreaming(FakeRequest request);

    /// <summary>Says whether an error under status 200 reaches this request's client as a stream event.</summary>
    public virtual bool TakesErrorEvents(FakeRequest request) => IsStreaming(request);

    /// <summary>Headers that come with every answer.</summary>
    public virtual IEnumerable<KeyValuePair<string, string>> CommonHeaders(FakeRequest request) => [];

    public abstract WireError WordError(WireFailure failure);

    /// <summary>Words the error that the provider has under a code of its own; <see langword="null"/> when it has none.</summary>
    public virtual WireError? WordCode(string code, WireFailure failure) => null;

    /// <summary>Words any failure.</summary>
    public WireError Word(WireFailure failure)
        => failure.Kind is WireErrorKind.Coded && WordCode(failure.Code!, failure) is { } coded ? coded : WordError(failure);

    /// <summary>An error as a stream event.</summary>
    public abstract byte[] FrameError(WireError error, FakeRequest request);

    /// <summary>An event whose data is not JSON.</summary>
    public virtual byte[] FrameMalformed(FakeRequest request) => Encoding.UTF8.GetBytes("data: {\"broken\": \n\n");

    /// <summary>An error as a whole body.</summary>
    public virtual WireAnswer AnswerError(WireError error, FakeRequest request)
        => WireAnswer.Json(error.Body, JsonContentType, error.Status);

    /// <summary>The path without the base path; <see langword="null"/> when it is not under it.</summary>
    public string? LocalPath(string path)
        => path.StartsWith(BasePath + "/", StringComparison.Ordinal) ? path[BasePath.Length..] : null;

    /// <summary>Makes the ids of one fake: unique in it, and the same in every run.</summary>
    public string NextId(string prefix) => FormattableString.Invariant($"{prefix}{Interlocked.Increment(ref _ids):D12}");
}
