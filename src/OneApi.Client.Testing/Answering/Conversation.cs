using System.Text.Json;

namespace OneApi.Client.Testing.Answering;

/// <summary>What a request says, whatever its wire: enough to answer it sensibly and to count its tokens.</summary>
internal sealed class Conversation
{
    /// <summary>Gets every text of the prompt, in order: what input tokens are counted over.</summary>
    public List<string> Texts { get; } = [];

    /// <summary>Gets or sets the text of the last message, if that is the user's.</summary>
    public string? LastUserText { get; set; }

    /// <summary>Gets the tool results with which the conversation ends; empty when it ends otherwise.</summary>
    public List<string> ToolResults { get; } = [];

    public List<OfferedTool> Tools { get; } = [];

    /// <summary>Gets or sets whether some tool must be called.</summary>
    public bool ForcesTool { get; set; }

    /// <summary>Gets or sets the one tool that must be called.</summary>
    public string? ForcedTool { get; set; }

    public bool ForbidsTools { get; set; }

    public bool ForbidsParallelCalls { get; set; }

    public bool WantsReasoning { get; set; }

    public bool WantsJson { get; set; }

    /// <summary>Gets or sets the schema of the JSON that is wanted; Undefined when any will do.</summary>
    public JsonElement AnswerSchema { get; set; }

    public int InputTokens => Texts.Sum(FakeUsage.Count);

    /// <summary>Begins the next message: what the last one said is no longer last.</summary>
    public void BeginMessage(bool isToolResult)
    {
        LastUserText = null;

        if (!isToolResult)
        {
            ToolResults.Clear();
        }
    }

    public void AddText(string text, bool fromUser)
    {
        Texts.Add(text);

        if (fromUser)
        {
            LastUserText = LastUserText is null ? text : $"{LastUserText}\n{text}";
        }
    }

    public void AddToolResult(string text)
    {
        Texts.Add(text);
        ToolResults.Add(text);
    }
}
