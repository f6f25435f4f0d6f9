using System.Text.Json;

namespace OneApi.Client.Testing.Tests;

/// <summary>What the real provider took, its fake takes too: the checks are no stricter than the service.</summary>
public sealed class RecordedRequestTests
{
    [Theory]
    [InlineData("openai", "/v1", "/chat/completions")]
    [InlineData("openai", "/v1", "/embeddings")]
    [InlineData("anthropic", "", "/v1/messages")]
    [InlineData("anthropic", "", "/v1/messages/count_tokens")]
    [InlineData("gemini", "/v1beta", ":generateContent")]
    [InlineData("gemini", "/v1beta", ":streamGenerateContent")]
    [InlineData("gemini", "/v1beta", ":embedContent")]
    [InlineData("gemini", "/v1beta", ":batchEmbedContents")]
    [InlineData("gemini", "/v1beta", ":countTokens")]
    public async Task RequestsThatTheProviderTook_AreTaken(string provider, string basePath, string ending)
    {
        if (Recordings.Folder is null)
        {
            Assert.Skip(Recordings.Missing);
        }

        var wire = ProviderCase.Of(provider);
        await using var fake = wire.StartDefault();
        var refused = new List<string>();

        foreach (var (file, exchange) in Recordings.Of(provider))
        {
            var path = exchange.Url.AbsolutePath;

            if (exchange.StatusCode != 200 || exchange.RequestBody.ValueKind is not JsonValueKind.Object || !path.EndsWith(ending, StringComparison.Ordinal) || !path.StartsWith(basePath + "/", StringComparison.Ordinal))
            {
                continue;
            }

            var answer = await Http.SendAsync(ProviderCase.Post(fake, path[basePath.Length..] + exchange.Url.Query, exchange.RequestBody.GetRawText()));

            if (answer.Status != 200)
            {
                refused.Add($"{file}: {answer.Status} {answer.Body}");
            }
        }

        Assert.True(refused.Count == 0, string.Join('\n', refused));
    }
}
