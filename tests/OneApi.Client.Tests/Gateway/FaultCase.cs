using OneApi.Client.Testing;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Tests.Gateway;

/// <summary>A fault and what the table of design §6 makes of it.</summary>
/// <param name="Fault">What the fake does.</param>
/// <param name="Kind">The kind of error that it is.</param>
/// <param name="Requests">How many of three channels, all struck, see a request.</param>
internal sealed record FaultCase(Fault Fault, OneApiErrorKind Kind, int Requests)
{
    private static readonly Dictionary<string, FaultCase> ByName = new()
    {
        ["unauthorized"] = new(Fault.Unauthorized(), OneApiErrorKind.Authentication, 3),
        ["rate limited"] = new(Fault.RateLimited(), RateLimited, 3),
        ["rate limited for a second"] = new(Fault.RateLimited(TimeSpan.FromSeconds(1)), RateLimited, 3),
        ["out of money"] = new(Fault.QuotaExhausted(), QuotaExhausted, 3),
        ["500"] = new(Fault.ServerError(), ProviderUnavailable, 3),
        ["503"] = new(Fault.ServerError(503), ProviderUnavailable, 3),
        ["overloaded"] = new(Fault.Overloaded(), ProviderUnavailable, 3),
        ["html 502"] = new(Fault.Html(), ProviderUnavailable, 3),
        ["html 200"] = new(Fault.Html(200), ProtocolViolation, 3),
        ["reset"] = new(Fault.Reset(), ProviderUnavailable, 3),
        ["error in success"] = new(Fault.ErrorInSuccess(), ProviderUnavailable, 3),
        ["model not found"] = new(Fault.ModelNotFound(), ModelNotFound, 3),
        ["invalid request"] = new(Fault.InvalidRequest(), InvalidRequest, 1),
        ["context length"] = new(Fault.ContextLength(), ContextLengthExceeded, 1),
        ["content filtered"] = new(Fault.ContentFiltered(), ContentFiltered, 1),
        ["empty"] = new(Fault.EmptySuccess(), EmptyResponse, 2),
        ["cut"] = new(Fault.CutStream(0), ProtocolViolation, 3),
        ["ends early"] = new(Fault.EndWithoutTerminator(0), ProtocolViolation, 3),
        ["malformed"] = new(Fault.Malformed(0), ProtocolViolation, 3),
        ["error before content"] = new(Fault.ErrorMidStream(0), ProviderUnavailable, 3),
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public bool MovesOn => Requests > 1;

    public static FaultCase Of(string name) => ByName[name];
}
