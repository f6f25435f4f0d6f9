using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>One message of the wire: what one side says without interruption, or the result of one call.</summary>
internal sealed class HunyuanTurn(ChatRole role)
{
    public ChatRole Role { get; } = role;

    /// <summary>Gets texts and media in order, with a blank line where two messages meet.</summary>
    public List<AIContent> Parts { get; } = [];

    public List<FunctionCallContent> Calls { get; } = [];

    /// <summary>Gets the result that the turn is, or null.</summary>
    public FunctionResultContent? Result { get; init; }

    public bool IsAssistant => Role == ChatRole.Assistant;

    public bool IsTool => Role == ChatRole.Tool;

    public bool HasMedia => Parts.Exists(static part => part is not TextContent);

    public string Text => string.Concat(Parts.OfType<TextContent>().Select(static text => text.Text));

    public static HunyuanTurn Of(ChatRole role, string text) => new(role) { Parts = { new TextContent(text) } };

    /// <summary>Joins what the same side says next.</summary>
    public void Add(HunyuanTurn next)
    {
        if (Parts is [.., TextContent] && next.Parts is [TextContent, ..])
        {
            Parts.Add(new TextContent("\n\n"));
        }

        Parts.AddRange(next.Parts);
        Calls.AddRange(next.Calls);
    }
}
