using OneApi.Client.Testing;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Conformance.Tests;

/// <summary>What a provider may do wrong, in its own words, and the kind that it must become.</summary>
internal static class ErrorCases
{
    private static readonly Dictionary<string, (Fault Fault, OneApiErrorKind Kind)> ByName = new()
    {
        ["unauthorized"] = (Fault.Unauthorized(), OneApiErrorKind.Authentication),
        ["rate limited"] = (Fault.RateLimited(), RateLimited),
        ["out of money"] = (Fault.QuotaExhausted(), QuotaExhausted),
        ["server error"] = (Fault.ServerError(), ProviderUnavailable),
        ["overloaded"] = (Fault.Overloaded(), ProviderUnavailable),
        ["model not found"] = (Fault.ModelNotFound(), ModelNotFound),
        ["invalid request"] = (Fault.InvalidRequest(), InvalidRequest),
        ["context length"] = (Fault.ContextLength(), ContextLengthExceeded),
        ["content filtered"] = (Fault.ContentFiltered(), ContentFiltered),
        ["error in success"] = (Fault.ErrorInSuccess(), ProviderUnavailable),
        ["empty success"] = (Fault.EmptySuccess(), EmptyResponse),
        ["cut before content"] = (Fault.CutStream(0), ProtocolViolation),
        ["ends early"] = (Fault.EndWithoutTerminator(0), ProtocolViolation),
        ["html page"] = (Fault.Html(), ProviderUnavailable),
        ["reset"] = (Fault.Reset(), ProviderUnavailable),
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static (Fault Fault, OneApiErrorKind Kind) Of(string name) => ByName[name];
}
