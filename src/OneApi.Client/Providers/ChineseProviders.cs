using OneApi.Client.Authentication;
using OneApi.Client.Protocols;
using OneApi.Client.Providers.ErrorTables;

namespace OneApi.Client.Providers;

/// <summary>Chinese vendors, through their OpenAI-compatible wires where they have none of their own here (protocols/other-openai-compatible-cn.md and the vendors' pages).</summary>
internal static class ChineseProviders
{
    public static readonly ProviderDefinition[] All =
    [
        new()
        {
            Id = "qwen",
            DisplayName = "Alibaba Qwen (DashScope)",
            Wires =
            [
                new() { Name = "native", Protocol = "dashscope", BaseUrl = "https://dashscope.aliyuncs.com", Profile = ChineseProfiles.Qwen, Embeddings = true, Images = "dashscope-images" },
                new() { Name = "compatible", Protocol = "chat-completions", BaseUrl = "https://dashscope.aliyuncs.com/compatible-mode/v1", BaseMark = "/compatible-mode/v1", Profile = ChineseProfiles.Qwen, Embeddings = true },
            ],
            EnvironmentVariables = ["DASHSCOPE_API_KEY"],
            Models = ["qwen*", "qwq-*", "qvq-*", "text-embedding-v*", "wan*"],
            ReasoningModels = ["qwq-*", "qvq-*", "*-thinking*"],
            Errors = QwenErrors.All,
        },
        new()
        {
            Id = "doubao",
            DisplayName = "ByteDance Doubao (Volcengine Ark)",
            Wires = [new()
            {
                Name = "chat-completions",
                Protocol = "chat-completions",
                BaseUrl = "https://ark.cn-beijing.volces.com/api/v3",
                AuthBaseUrl = "https://open.volcengineapi.com",
                Schemes = [AuthenticationSchemes.ArkKey, AuthenticationSchemes.Bearer],
                Profile = ChineseProfiles.Doubao,
                Embeddings = true,
                Images = "openai-images",
                ImageProfile = ImageProfiles.Doubao,
            }],
            EnvironmentVariables = ["ARK_API_KEY"],
            Models = ["doubao-*", "ep-*", "bot-*"],
            ReasoningModels = ["doubao-seed-*", "*-thinking-*"],
            Errors = DoubaoErrors.All,
        },
        new()
        {
            Id = "hunyuan",
            DisplayName = "Tencent Hunyuan",
            Wires =
            [
                new() { Name = "native", Protocol = "hunyuan", BaseUrl = "https://hunyuan.tencentcloudapi.com", Schemes = [AuthenticationSchemes.Tc3], Profile = ChineseProfiles.HunyuanNative, Embeddings = true, Images = "hunyuan-images" },
                new() { Name = "compatible", Protocol = "chat-completions", BaseUrl = "https://api.hunyuan.cloud.tencent.com/v1", Profile = ChineseProfiles.Hunyuan, Embeddings = true },
            ],
            EnvironmentVariables = ["HUNYUAN_API_KEY"],
            EnvironmentWire = "compatible",
            Models = ["hunyuan-*"],
            ReasoningModels = ["hunyuan-t1*"],
            Errors = HunyuanErrors.All,
        },
        new()
        {
            Id = "qianfan",
            DisplayName = "Baidu Qianfan v2",
            Wires =
            [
                new()
                {
                    Name = "chat-completions",
                    Protocol = "chat-completions",
                    Relays = RelayRoutes.Qianfan,
                    BaseUrl = "https://qianfan.baidubce.com/v2",
                    AuthBaseUrl = "https://iam.bj.baidubce.com",
                    Schemes = [AuthenticationSchemes.BceBearer, AuthenticationSchemes.Bearer], // a secret key beside the key means the pair
                    Profile = ChineseProfiles.Qianfan,
                    Embeddings = true,
                    Images = "openai-images",
                    ImageProfile = ImageProfiles.Qianfan,
                },
            ],
            EnvironmentVariables = ["QIANFAN_API_KEY"],
            Models = ["ernie-*", "embedding-v1", "bge-large-*", "tao-8k", "irag-*", "flux*", "bce-reranker*"],
            ReasoningModels = ["ernie-x1*"],
            Errors = QianfanErrors.All,
        },
        new()
        {
            Id = "wenxin",
            DisplayName = "Baidu Wenxin Workshop (v1)",
            Wires =
            [
                new()
                {
                    Name = "wenxin",
                    Protocol = "wenxin",
                    BaseUrl = "https://aip.baidubce.com",
                    Schemes = [AuthenticationSchemes.BaiduToken, AuthenticationSchemes.BceSignature],
                    Profile = ChineseProfiles.Wenxin,
                    Embeddings = true,
                },
            ],
            Models = ["ernie-*", "embedding-v1", "bge-large-*", "tao-8k"],
            Errors = WenxinErrors.All,
        },
        new()
        {
            Id = "spark",
            DisplayName = "iFlytek Spark",
            Wires =
            [
                new() { Name = "websocket", Protocol = "spark", BaseUrl = "wss://spark-api.xf-yun.com", IsSocket = true, Schemes = [AuthenticationSchemes.SparkUrl], Profile = ChineseProfiles.SparkSocket, Embeddings = true },
                new() { Name = "http", Protocol = "chat-completions", BaseUrl = "https://spark-api-open.xf-yun.com/v1", Profile = ChineseProfiles.Spark },
                new() { Name = "token", Protocol = "chat-completions", Schemes = [AuthenticationSchemes.SparkToken], Profile = ChineseProfiles.SparkToken },
            ],
            EnvironmentVariables = ["SPARK_API_PASSWORD"],
            EnvironmentWire = "http",
            Models = ["spark-*", "lite", "general", "generalv2", "generalv3", "generalv3.5", "pro-128k", "max-32k", "4.0Ultra", "x1", "image", "imagev3"],
            ReasoningModels = ["x1", "spark-x*"],
            Errors = SparkErrors.All,
        },
        new()
        {
            Id = "zhipu",
            DisplayName = "Zhipu GLM",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", Relays = RelayRoutes.Zhipu, BaseUrl = "https://open.bigmodel.cn/api/paas/v4", Schemes = [AuthenticationSchemes.ZhipuToken], Profile = ChineseProfiles.Zhipu, Embeddings = true, Images = "openai-images", ImageProfile = ImageProfiles.Zhipu }],
            EnvironmentVariables = ["ZHIPUAI_API_KEY"],
            Models = ["glm-*", "charglm-*", "codegeex-*", "embedding-2", "embedding-3", "cogview-*", "rerank", "moderation", "cogtts"],
            ReasoningModels = ["glm-z1*", "glm-4.5*", "glm-4.6*", "glm-4.7*", "glm-5*"],
            Errors = ZhipuErrors.All,
        },
        new()
        {
            Id = "zai",
            DisplayName = "Z.ai",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", BaseUrl = "https://api.z.ai/api/paas/v4", Schemes = [AuthenticationSchemes.ZhipuToken], Profile = ChineseProfiles.Zhipu, Embeddings = true, Images = "openai-images", ImageProfile = ImageProfiles.Zhipu }],
            Models = ["glm-*", "cogview-*"],
            ReasoningModels = ["glm-z1*", "glm-4.5*", "glm-4.6*", "glm-4.7*", "glm-5*"],
            Errors = ZhipuErrors.All,
        },
        new()
        {
            Id = "moonshot",
            DisplayName = "Moonshot AI (Kimi)",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", BaseUrl = "https://api.moonshot.cn/v1", Profile = ChineseProfiles.Moonshot }],
            EnvironmentVariables = ["MOONSHOT_API_KEY"],
            Models = ["moonshot-*", "kimi-*"],
            ReasoningModels = ["kimi-k2-thinking*", "kimi-k2.5*", "kimi-k2.6*", "kimi-k3*"],
            Errors = MoonshotErrors.All,
        },
        new()
        {
            Id = "deepseek",
            DisplayName = "DeepSeek",
            TelemetryName = "deepseek",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", BaseUrl = "https://api.deepseek.com", Profile = ChineseProfiles.DeepSeek }],
            EnvironmentVariables = ["DEEPSEEK_API_KEY"],
            Models = ["deepseek-*"],
            ReasoningModels = ["deepseek-reasoner*", "deepseek-v4*"],
            Errors = DeepSeekErrors.All,
        },
        new()
        {
            Id = "minimax",
            DisplayName = "MiniMax",
            Wires =
            [
                new() { Name = "compatible", Protocol = "chat-completions", BaseUrl = "https://api.minimaxi.com/v1", Profile = ChineseProfiles.MiniMax, Embeddings = true, EmbeddingProtocol = "minimax", Images = "openai-images", ImageProfile = ImageProfiles.MiniMax },
                new() { Name = "native", Protocol = "chat-completions", BaseUrl = "https://api.minimaxi.com/v1", Profile = ChineseProfiles.MiniMaxNative, Embeddings = true, EmbeddingProtocol = "minimax", Images = "openai-images", ImageProfile = ImageProfiles.MiniMax },
            ],
            EnvironmentVariables = ["MINIMAX_API_KEY"],
            Models = ["MiniMax-*", "abab*", "embo-01", "image-*"],
            ReasoningModels = ["MiniMax-M*"],
            Errors = MiniMaxErrors.All,
        },
        new()
        {
            Id = "baichuan",
            DisplayName = "Baichuan",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", BaseUrl = "https://api.baichuan-ai.com/v1", Profile = ChineseProfiles.Baichuan, Embeddings = true }],
            Models = ["Baichuan*"],
            Errors = BaichuanErrors.All,
        },
        new()
        {
            Id = "stepfun",
            DisplayName = "StepFun",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", Relays = RelayRoutes.SpeechAndTranscriptions, BaseUrl = "https://api.stepfun.com/v1", Profile = ChineseProfiles.StepFun, Images = "openai-images", ImageProfile = ImageProfiles.StepFun }],
            Models = ["step-*"],
            ReasoningModels = ["step-3*"],
            Errors = StepFunErrors.All,
        },
        new()
        {
            Id = "lingyi",
            DisplayName = "01.AI Lingyiwanwu (Yi)",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", BaseUrl = "https://api.lingyiwanwu.com/v1", Profile = ChineseProfiles.Lingyi }],
            Models = ["yi-*"],
            Errors = LingyiErrors.All,
        },
        new()
        {
            Id = "ai360",
            DisplayName = "360 Zhinao",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", BaseUrl = "https://api.360.cn/v1", Profile = ChineseProfiles.AI360, Embeddings = true }],
            Models = ["360gpt*", "embedding-bert-512-v1", "embedding_s1_v1", "semantic_similarity_s1_v1"],
            Errors = AI360Errors.All,
        },
    ];
}
