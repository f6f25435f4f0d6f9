using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Anthropic;
using OneApi.Client.Protocols.DashScope;
using OneApi.Client.Protocols.Gemini;
using OneApi.Client.Protocols.Hunyuan;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Providers;

/// <summary>The wires by name. Each is stateless and made once.</summary>
internal sealed class ProtocolSet
{
    private readonly Dictionary<string, (ChatProtocol Chat, EmbeddingProtocol? Embeddings)> _byName = new(StringComparer.Ordinal);

    public ProtocolSet()
    {
        Add(new OpenAIChatProtocol(), new OpenAIEmbeddingProtocol());
        Add(new AnthropicChatProtocol());
        Add(new GeminiChatProtocol(), new GeminiEmbeddingProtocol());
        Add(new DashScopeChatProtocol(), new DashScopeEmbeddingProtocol());
        Add(new HunyuanChatProtocol(), new HunyuanEmbeddingProtocol());
    }

    public ChatProtocol Chat(string name) => _byName[name].Chat;

    public EmbeddingProtocol? Embeddings(string name) => _byName[name].Embeddings;

    private void Add(ChatProtocol chat, EmbeddingProtocol? embeddings = null) => _byName.Add(chat.Name, (chat, embeddings));
}
