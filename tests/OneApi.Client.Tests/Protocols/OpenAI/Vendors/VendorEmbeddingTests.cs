using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;
using Xunit;

namespace OneApi.Client.Tests.Protocols.OpenAI.Vendors;

/// <summary>How many texts a vendor takes at once, and in which shape (zhipu.md §8, minimax.md §10, other-openai-compatible-cn.md §1, §5).</summary>
public sealed class VendorEmbeddingTests
{
    public static TheoryData<string, string, int, int[]> Limits => new()
    {
        { "zhipu", "embedding-2", 3, [1, 1, 1] },
        { "zhipu", "embedding-3", 65, [64, 1] },
        { "zhipu", "embedding-3", 64, [64] },
        { "baichuan", "Baichuan-Text-Embedding", 17, [16, 1] },
        { "siliconflow", "BAAI/bge-m3", 33, [32, 1] },
        { "ai360", "embedding_s1_v1", 40, [40] },
        { "chatglm", "bge", 2, [2] },
        { "minimax", "embo-01", 3, [3] },
    };

    private static CancellationToken Bound => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task ManyTexts_GoInAsManyRequestsAsTheVendorWants_InOrder(string provider, string model, int texts, int[] parts)
    {
        await using var fake = Start(provider);
        await using var services = Gateway(provider, fake);
        var generator = services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        string[] inputs = [.. Enumerable.Range(0, texts).Select(static number => $"text {number}")];

        var all = await generator.GenerateAsync(inputs, new() { ModelId = model }, Bound);
        var requests = fake.Requests;
        var last = await generator.GenerateAsync([inputs[^1]], new() { ModelId = model }, Bound);

        Assert.Equal(parts, requests.Select(static request => Texts(request.Json)));
        Assert.Equal(texts, all.Count);
        Assert.Equal(last[0].Vector.ToArray(), all[^1].Vector.ToArray());
        Assert.Equal(inputs.Sum(FakeUsage.Count), all.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task Embedding2_IsSentABareText()
    {
        await using var fake = FakeZhipu.Start();
        await using var services = Gateway("zhipu", fake);

        await services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateAsync(["a"], new() { ModelId = "embedding-2", Dimensions = 512 }, Bound);

        Assert.Equal("""{"model":"embedding-2","input":"a"}""", fake.Requests[^1].Json.GetRawText());
    }

    [Fact]
    public async Task APartThatFails_FailsAll()
    {
        await using var fake = FakeZhipu.Start();
        await using var services = Gateway("zhipu", fake);
        var generator = services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        fake.Fault(Fault.SlowStart(TimeSpan.Zero), times: 1);
        fake.Fault(Fault.ProviderError("1214"), times: 1);

        var failure = await Assert.ThrowsAsync<OneApiException>(() => generator.GenerateAsync(["a", "b"], new() { ModelId = "embedding-2" }, Bound));

        Assert.Equal(OneApiErrorKind.InvalidRequest, failure.Kind);
    }

    private static FakeProvider Start(string provider) => provider switch
    {
        "zhipu" => FakeZhipu.Start(),
        "baichuan" => FakeBaichuan.Start(),
        "siliconflow" => FakeSiliconFlow.Start(),
        "ai360" => FakeAi360.Start(),
        "chatglm" => FakeChatGlm.Start(),
        _ => FakeMiniMax.Start(),
    };

    private static ServiceProvider Gateway(string provider, FakeProvider fake)
    {
        var services = new ServiceCollection();
        services.AddOneApi(options => options.Channels.Add(new() { Name = "one", Provider = provider, ApiKey = fake.ApiKey, BaseUrl = fake.Url, Models = { "*" } }));
        return services.BuildServiceProvider();
    }

    private static int Texts(JsonElement body)
    {
        var texts = body.TryGetProperty("texts", out var own) ? own : body.GetProperty("input");
        return texts.ValueKind == JsonValueKind.Array ? texts.GetArrayLength() : 1;
    }
}
