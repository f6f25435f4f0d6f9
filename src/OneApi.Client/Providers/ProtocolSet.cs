using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Anthropic;
using OneApi.Client.Protocols.Azure;
using OneApi.Client.Protocols.ComfyUI;
using OneApi.Client.Protocols.DashScope;
using OneApi.Client.Protocols.Gemini;
using OneApi.Client.Protocols.Hunyuan;
using OneApi.Client.Protocols.MiniMax;
using OneApi.Client.Protocols.OpenAI;
using OneApi.Client.Protocols.OpenAIImages;
using OneApi.Client.Protocols.Replicate;
using OneApi.Client.Protocols.Stability;
using OneApi.Client.Protocols.WebUI;
using OneApi.Client.Protocols.Wenxin;
using OneApi.Client.Protocols.Spark;

namespace OneApi.Client.Providers;

/// <summary>The wires by name. Each is stateless and made once.</summary>
internal sealed class ProtocolSet
{
    /// <summary>The wires that have embeddings only.</summary>
    private readonly Dictionary<string, EmbeddingProtocol> _embeddings = new(StringComparer.Ordinal) { ["minimax"] = new MiniMaxEmbeddingProtocol() };

    private readonly Dictionary<string, (ChatProtocol Chat, EmbeddingProtocol? Embeddings)> _byName = new(StringComparer.Ordinal);

    private readonly Dictionary<string, ImageProtocol> _images = new(StringComparer.Ordinal);

    public ProtocolSet()
    {
        Add(new OpenAIChatProtocol(), new OpenAIEmbeddingProtocol());
        Add(new AnthropicChatProtocol());
        Add(new GeminiChatProtocol(), new GeminiEmbeddingProtocol());
        Add(new AzureChatProtocol(), new AzureEmbeddingProtocol());
        Add(new DashScopeChatProtocol(), new DashScopeEmbeddingProtocol());
        Add(new WenxinChatProtocol(), new WenxinEmbeddingProtocol());
        AddImages();
        Add(new SparkChatProtocol(), new SparkEmbeddingProtocol());
        Add(new HunyuanChatProtocol(), new HunyuanEmbeddingProtocol());
    }

    public ChatProtocol Chat(string name) => _byName[name].Chat;

    public EmbeddingProtocol? Embeddings(string name) => _embeddings.GetValueOrDefault(name) ?? _byName[name].Embeddings;

    public ImageProtocol Images(string name) => _images[name];

    private void Add(ChatProtocol chat, EmbeddingProtocol? embeddings = null) => _byName.Add(chat.Name, (chat, embeddings));

    private void AddImages()
    {
        foreach (var protocol in (ImageProtocol[])
        [
            new OpenAIImageProtocol(),
            new StabilityImageProtocol(),
            new WebUIImageProtocol(),
            new ComfyUIImageProtocol(),
            new DashScopeImageProtocol(),
            new GeminiImageProtocol(),
            new HunyuanImageProtocol(),
            new ReplicateImageProtocol(),
        ])
        {
            _images.Add(protocol.Name, protocol);
        }
    }
}
