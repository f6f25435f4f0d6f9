using OneApi.Client.Authentication;
using OneApi.Client.Providers;
using Xunit;

namespace OneApi.Client.Tests.Providers;

public class ProviderCatalogueTests
{
    /// <summary>The ids of design §7 and §7.1 that speak one of the wires that exist. Still to come with their own wires:
    /// vertex, bedrock, jina, voyage.</summary>
    private static readonly string[] Due =
    [
        "openai", "azure", "anthropic", "gemini", "qwen", "qianfan", "wenxin", "spark", "hunyuan", "doubao", "zhipu", "chatglm", "moonshot",
        "deepseek", "minimax", "mistral", "cohere", "groq", "xai", "openrouter", "perplexity", "ollama", "openai-compatible",
        "zai", "baichuan", "stepfun", "lingyi", "ai360", "siliconflow", "together", "fireworks", "nvidia", "cerebras", "cloudflare",
        "huggingface", "github-models", "deepinfra", "nebius", "hyperbolic", "sambanova", "novita", "vllm", "llamacpp", "lmstudio", "gpustack",
        "stability", "sd-webui", "comfyui", "replicate",
    ];

    [Fact]
    public void All_HoldsTheIdsThatAreDue_EachOnce() =>
        Assert.Equal(Due.Order(StringComparer.Ordinal), ProviderCatalogue.All.Select(static row => row.Id));

    [Fact]
    public void Find_KnowsAnIdInAnyCase()
    {
        Assert.Equal("groq", ProviderCatalogue.Find("Groq")?.Id);
        Assert.Null(ProviderCatalogue.Find("nobody"));
    }

    [Fact]
    public void Wires_HaveKnownProtocolsAndSchemes_AndPlainBaseAddresses()
    {
        var protocols = new ProtocolSet();
        foreach (var row in ProviderCatalogue.All)
        {
            Assert.NotEmpty(row.Wires);
            Assert.Distinct(row.Wires.Select(static wire => wire.Name));
            foreach (var wire in row.Wires)
            {
                Assert.True(wire.Protocol is not null || wire.Images is not null);
                Assert.True(wire.Protocol is not null || !wire.Embeddings);
                Assert.True(wire.Protocol is null || protocols.Chat(wire.Protocol).Name == wire.Protocol);
                Assert.NotEmpty(wire.Schemes);
                Assert.All(wire.Schemes, static own => Assert.Contains(AuthenticationSchemes.All, scheme => scheme.Name == own));
                if (wire.BaseUrl is { } address)
                {
                    Assert.True(Uri.TryCreate(address, UriKind.Absolute, out var uri), address);
                    Assert.True(uri.Scheme == (wire.IsSocket ? "wss" : "https") || uri.IsLoopback, address);
                    Assert.False(address.EndsWith('/') || uri.Query.Length > 0, address);
                }
            }
        }
    }

    [Fact]
    public void WiresWithoutABaseAddress_AreThoseOfInstallations() =>
        Assert.Equal(
            ["azure", "chatglm", "cloudflare", "gpustack", "llamacpp", "openai-compatible", "spark", "vllm"],
            ProviderCatalogue.All.Where(static row => row.Wires.Any(static wire => wire.BaseUrl is null)).Select(static row => row.Id));

    [Fact]
    public void KeysAreNotRequired_OfServersThatPeopleRun() =>
        Assert.Equal(
            ["chatglm", "comfyui", "llamacpp", "lmstudio", "ollama", "openai-compatible", "sd-webui", "vllm"],
            ProviderCatalogue.All.Where(static row => !row.RequiresKey).Select(static row => row.Id));

    /// <summary>Design §7.1.</summary>
    [Fact]
    public void EnvironmentVariables_AreThoseOfTheDesign() =>
        Assert.Equal(
            [
                "anthropic=ANTHROPIC_API_KEY", "cohere=COHERE_API_KEY", "deepseek=DEEPSEEK_API_KEY", "doubao=ARK_API_KEY", "gemini=GEMINI_API_KEY,GOOGLE_API_KEY",
                "groq=GROQ_API_KEY", "hunyuan=HUNYUAN_API_KEY", "minimax=MINIMAX_API_KEY", "mistral=MISTRAL_API_KEY", "moonshot=MOONSHOT_API_KEY",
                "openai=OPENAI_API_KEY", "openrouter=OPENROUTER_API_KEY", "perplexity=PERPLEXITY_API_KEY", "qianfan=QIANFAN_API_KEY", "qwen=DASHSCOPE_API_KEY",
                "siliconflow=SILICONFLOW_API_KEY", "spark=SPARK_API_PASSWORD", "stability=STABILITY_API_KEY", "together=TOGETHER_API_KEY", "xai=XAI_API_KEY", "zhipu=ZHIPUAI_API_KEY",
            ],
            ProviderCatalogue.All.Where(static row => row.EnvironmentVariables.Length > 0).Select(static row => $"{row.Id}={string.Join(',', row.EnvironmentVariables)}"));

    /// <summary>The well-known values of gen_ai.provider.name; null where OpenTelemetry names none.</summary>
    [Fact]
    public void TelemetryNames_AreOpenTelemetrys() =>
        Assert.Equal(
            [
                "anthropic=anthropic", "azure=azure.ai.openai", "cohere=cohere", "deepseek=deepseek", "gemini=gcp.gemini", "groq=groq",
                "mistral=mistral_ai", "openai=openai", "perplexity=perplexity", "xai=x_ai",
            ],
            ProviderCatalogue.All.Where(static row => row.TelemetryName is not null).Select(static row => $"{row.Id}={row.TelemetryName}"));

    [Theory]
    [InlineData("groq", "https://api.groq.com/openai/v1", "max_completion_tokens")]
    [InlineData("xai", "https://api.x.ai/v1", "max_completion_tokens")]
    [InlineData("openrouter", "https://openrouter.ai/api/v1", "max_tokens")]
    [InlineData("perplexity", "https://api.perplexity.ai", "max_tokens")]
    [InlineData("cerebras", "https://api.cerebras.ai/v1", "max_completion_tokens")]
    [InlineData("together", "https://api.together.xyz/v1", "max_tokens")]
    [InlineData("fireworks", "https://api.fireworks.ai/inference/v1", "max_tokens")]
    [InlineData("nvidia", "https://integrate.api.nvidia.com/v1", "max_tokens")]
    [InlineData("huggingface", "https://router.huggingface.co/v1", "max_tokens")]
    [InlineData("github-models", "https://models.github.ai/inference", "max_completion_tokens")]
    [InlineData("deepinfra", "https://api.deepinfra.com/v1/openai", "max_tokens")]
    [InlineData("nebius", "https://api.studio.nebius.ai/v1", "max_tokens")]
    [InlineData("hyperbolic", "https://api.hyperbolic.xyz/v1", "max_tokens")]
    [InlineData("sambanova", "https://api.sambanova.ai/v1", "max_tokens")]
    [InlineData("novita", "https://api.novita.ai/v3/openai", "max_tokens")]
    [InlineData("mistral", "https://api.mistral.ai/v1", "max_tokens")]
    [InlineData("cohere", "https://api.cohere.ai/compatibility/v1", "max_tokens")]
    [InlineData("lmstudio", "http://localhost:1234/v1", "max_tokens")]
    [InlineData("ollama", "http://localhost:11434/v1", "max_tokens")]
    [InlineData("qwen", "https://dashscope.aliyuncs.com", "max_tokens")]
    [InlineData("doubao", "https://ark.cn-beijing.volces.com/api/v3", "max_completion_tokens")]
    [InlineData("hunyuan", "https://hunyuan.tencentcloudapi.com", "max_completion_tokens")]
    [InlineData("qianfan", "https://qianfan.baidubce.com/v2", "max_tokens")]
    [InlineData("wenxin", "https://aip.baidubce.com", "max_output_tokens")]
    [InlineData("spark", "wss://spark-api.xf-yun.com", "max_tokens")]
    [InlineData("zhipu", "https://open.bigmodel.cn/api/paas/v4", "max_tokens")]
    [InlineData("zai", "https://api.z.ai/api/paas/v4", "max_tokens")]
    [InlineData("moonshot", "https://api.moonshot.cn/v1", "max_completion_tokens")]
    [InlineData("deepseek", "https://api.deepseek.com", "max_tokens")]
    [InlineData("minimax", "https://api.minimaxi.com/v1", "max_completion_tokens")]
    [InlineData("baichuan", "https://api.baichuan-ai.com/v1", "max_tokens")]
    [InlineData("stepfun", "https://api.stepfun.com/v1", "max_tokens")]
    [InlineData("lingyi", "https://api.lingyiwanwu.com/v1", "max_tokens")]
    [InlineData("ai360", "https://api.360.cn/v1", "max_tokens")]
    [InlineData("siliconflow", "https://api.siliconflow.cn/v1", "max_tokens")]
    public void Wires_HaveTheAddressAndLimitOfTheirPage(string id, string address, string limit)
    {
        var wire = ProviderCatalogue.Find(id)!.Wires[0];

        Assert.Equal((address, limit), (wire.BaseUrl, wire.Profile.MaxTokensField));
    }

    /// <summary>Design §7: the native wire is the default.</summary>
    [Fact]
    public void Qwen_HasTwoWires_NativeFirst() =>
        Assert.Equal(
            [("native", "dashscope", "https://dashscope.aliyuncs.com", true), ("compatible", "chat-completions", "https://dashscope.aliyuncs.com/compatible-mode/v1", true)],
            ProviderCatalogue.Find("qwen")!.Wires.Select(static wire => (wire.Name, wire.Protocol, wire.BaseUrl!, wire.Embeddings)));

    /// <summary>The rows whose page gives the shape of their images (protocols/images.md §1, §4 to §7, and the vendors' own pages).</summary>
    [Fact]
    public void Images_AreOfferedWhereAPageGivesTheirShape() =>
        Assert.Equal(
            [
                "comfyui=comfyui", "doubao=openai-images", "gemini=gemini-images", "hunyuan=hunyuan-images", "minimax=openai-images", "openai=openai-images", "openai-compatible=openai-images", "qianfan=openai-images",
                "qwen=dashscope-images", "replicate=replicate", "sd-webui=sd-webui", "siliconflow=openai-images", "stability=stability", "stepfun=openai-images",
                "xai=openai-images", "zai=openai-images", "zhipu=openai-images",
            ],
            ProviderCatalogue.All.SelectMany(static row => row.Wires.Where(static wire => wire.Images is not null).Select(wire => $"{row.Id}={wire.Images}")).Distinct());

    /// <summary>Design §7: the socket is the default; a password of the environment is the HTTP service's, and the token exchange belongs to installations.</summary>
    [Fact]
    public void Spark_HasThreeWires_TheSocketFirst()
    {
        var row = ProviderCatalogue.Find("spark")!;

        Assert.Equal(
            [("websocket", "spark", "wss://spark-api.xf-yun.com", "spark-url"), ("http", "chat-completions", "https://spark-api-open.xf-yun.com/v1", "bearer"), ("token", "chat-completions", null, "spark-token")],
            row.Wires.Select(static wire => (wire.Name, wire.Protocol, wire.BaseUrl, Assert.Single(wire.Schemes))));
        Assert.Equal("http", row.EnvironmentWire);
    }

    [Fact]
    public void Hunyuan_HasTwoWires_NativeFirst_AndAKeyOfTheEnvironmentIsForTheOther()
    {
        Assert.Equal(
            [("native", "hunyuan", "https://hunyuan.tencentcloudapi.com", "tc3-hmac-sha256"), ("compatible", "chat-completions", "https://api.hunyuan.cloud.tencent.com/v1", "bearer")],
            ProviderCatalogue.Find("hunyuan")!.Wires.Select(static wire => (wire.Name, wire.Protocol, wire.BaseUrl!, Assert.Single(wire.Schemes))));
        Assert.Equal("compatible", ProviderCatalogue.Find("hunyuan")!.EnvironmentWire);
    }

    [Fact]
    public void Doubao_TakesAccessKeysAndApiKeys_AndKnowsItsControlPlane()
    {
        var wire = Assert.Single(ProviderCatalogue.Find("doubao")!.Wires);

        Assert.Equal(["ark-api-key", "bearer"], wire.Schemes);
        Assert.Equal("https://open.volcengineapi.com", wire.AuthBaseUrl);
    }

    [Fact]
    public void Errors_NameEachSignOnce()
    {
        foreach (var row in ProviderCatalogue.All)
        {
            Assert.Distinct(row.Errors.Select(static rule => (rule.Status, rule.Code?.ToUpperInvariant(), rule.Text?.ToUpperInvariant())));
            Assert.All(row.Errors, static rule => Assert.False(rule is { Status: null, Code: null, Text: null }));
        }
    }
}
