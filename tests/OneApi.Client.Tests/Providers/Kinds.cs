using System.Text;
using System.Text.Json;
using OneApi.Client.Errors;
using OneApi.Client.Protocols.OpenAI;
using OneApi.Client.Providers;
using Xunit;

namespace OneApi.Client.Tests.Providers;

/// <summary>From the bytes of a failed answer to the kind, with the provider's own row of the catalogue.</summary>
internal static class Kinds
{
    public static void Expect(OneApiErrorKind expected, string provider, int? status, string body)
    {
        var row = ProviderCatalogue.Find(provider);
        Assert.NotNull(row);

        var fault = OpenAIErrorReader.Read(status, Encoding.UTF8.GetBytes(body));
        var kind = new ErrorClassifier(row.Errors).Classify(fault);

        Assert.True(expected == kind, $"{provider} {status} {body}: expected {expected}, was {kind} ({fault})");
    }

    /// <summary>A string as JSON text, or null.</summary>
    public static string Text(string? value) => value is null ? "null" : "\"" + JsonEncodedText.Encode(value) + "\"";

    /// <summary>OpenAI's envelope.</summary>
    public static string Error(string? code, string? message, string? type = null) =>
        $$$"""{"error":{"message":{{{Text(message)}}},"type":{{{Text(type)}}},"param":null,"code":{{{Text(code)}}}}}""";
}
