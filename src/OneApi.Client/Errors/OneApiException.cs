using System.Net;
using System.Text;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client;

/// <summary>The one exception of the gateway: a failure of a provider, of a limit, or of the caller's right to call.</summary>
/// <remarks>
/// <see cref="Exception.Message"/> is made of kind, limit, provider, channel and status only, so it can be logged anywhere.
/// The provider's own words are in <see cref="ProviderMessage"/>, cut to length and freed of keys. A caller's own
/// cancellation is an <see cref="OperationCanceledException"/>, never this.
/// </remarks>
public sealed class OneApiException : Exception
{
    /// <summary>Creates an exception of a kind.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public OneApiException(OneApiErrorKind kind, Exception? innerException = null)
        : base(null, innerException)
    {
        Kind = kind;
    }

    /// <summary>Gets what went wrong.</summary>
    public OneApiErrorKind Kind { get; }

    /// <summary>Gets the id of the provider that failed, or <see langword="null"/> when the gateway itself refused.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets the name of the channel of the last attempt, or <see langword="null"/> when none was tried.</summary>
    public string? Channel { get; init; }

    /// <summary>Gets the HTTP status that the provider answered, or <see langword="null"/> when there was none.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>Gets the provider's own error code, or the gateway's (<c>model_not_allowed</c>, …); <see langword="null"/> when there is none.</summary>
    public string? ProviderCode { get; init; }

    /// <summary>Gets the provider's own words, at most 500 characters and without keys, or <see langword="null"/>.</summary>
    /// <remarks>May quote parts of the request. Do not pass it on to callers that you don't trust.</remarks>
    public string? ProviderMessage { get; init; }

    /// <summary>Gets how long the provider asked to wait, or <see langword="null"/> when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets the time limit that ended the attempt (<c>connect</c>, <c>first_token</c>, <c>idle</c>, <c>idle_content</c>, <c>total</c>), or <see langword="null"/>.</summary>
    public string? Limit { get; init; }

    /// <summary>Gets the provider's request id, or <see langword="null"/>.</summary>
    public string? RequestId { get; init; }

    /// <summary>Gets all attempts of the call, in order; empty when none was made.</summary>
    public IReadOnlyList<AttemptRecord> Attempts { get; init; } = [];

    /// <summary>Gets the text that a stream had delivered before it broke, or <see langword="null"/> when nothing was delivered.</summary>
    public string? PartialText { get; init; }

    /// <summary>Gets a value indicating whether the same call may succeed later.</summary>
    public bool IsTransient => ErrorConsequences.Of(Kind).IsTransient;

    /// <summary>Gets the tokens that the provider reported although the attempt failed (an empty answer), or null.</summary>
    internal UsageDetails? ReportedUsage { get; init; }

    /// <inheritdoc/>
    public override string Message
    {
        get
        {
            var text = new StringBuilder(Kind.ToString());
            AppendPart(text, " (", Limit, ")");
            AppendPart(text, " from provider '", Provider, "'");
            AppendPart(text, " on channel '", Channel, "'");
            AppendPart(text, ", status ", StatusCode is { } status ? ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture) : null, "");
            return text.Append('.').ToString();
        }
    }

    internal OneApiException With(string provider, string channel, string? partialText = null, IReadOnlyList<AttemptRecord>? attempts = null)
    {
        var exception = new OneApiException(Kind, InnerException)
        {
            Provider = Provider ?? provider,
            Channel = channel,
            StatusCode = StatusCode,
            ProviderCode = ProviderCode,
            ProviderMessage = ProviderMessage,
            RetryAfter = RetryAfter,
            Limit = Limit,
            RequestId = RequestId,
            ReportedUsage = ReportedUsage,
            PartialText = partialText ?? PartialText,
            Attempts = attempts ?? Attempts,
        };
        exception.TakeDetailsOf(this);
        return exception;
    }

    /// <summary>Takes over what the provider said in more detail (<see cref="Exception.Data"/>).</summary>
    internal void TakeDetailsOf(OneApiException other)
    {
        foreach (System.Collections.DictionaryEntry detail in other.Data)
        {
            Data[detail.Key] = detail.Value;
        }
    }

    private static void AppendPart(StringBuilder text, string before, string? part, string after)
    {
        if (part is not null)
        {
            text.Append(before).Append(part).Append(after);
        }
    }
}
