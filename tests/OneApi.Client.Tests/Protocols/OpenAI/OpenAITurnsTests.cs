using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.OpenAI;
using OneApi.Client.Providers;
using Xunit;

namespace OneApi.Client.Tests.Protocols.OpenAI;

/// <summary>openai-compatible.md §6, mistral.md §2.</summary>
public class OpenAITurnsTests
{
    private static readonly WireProfile Perplexity = ProviderCatalogue.Find("perplexity")!.Wires[0].Profile;
    private static readonly WireProfile Mistral = ProviderCatalogue.Find("mistral")!.Wires[0].Profile;

    private static ChatMessage System(string text) => new(ChatRole.System, text);

    private static ChatMessage User(string text) => new(ChatRole.User, text);

    private static ChatMessage Answer(string text) => new(ChatRole.Assistant, text);

    private static string[] Texts(IEnumerable<ChatMessage> messages) => [.. messages.Select(static message => $"{message.Role}: {message.Text}")];

    [Fact]
    public void Perplexity_NeighboursOfOneRole_BecomeOneMessage() =>
        Assert.Equal(
            ["system: s", "user: a\n\nb", "assistant: c\n\nd", "user: e"],
            Texts(OpenAITurns.Arrange([System("s"), User("a"), User("b"), Answer("c"), Answer("d"), User("e")], Perplexity)));

    [Fact]
    public void Perplexity_AnAnswerAtTheStart_GetsAUserBeforeIt() =>
        Assert.Equal(["system: s", "user: …", "assistant: a", "user: b"], Texts(OpenAITurns.Arrange([System("s"), Answer("a"), User("b")], Perplexity)));

    [Fact]
    public void Perplexity_MediaOfJoinedMessages_AreKept()
    {
        var image = new DataContent("a"u8.ToArray(), "image/png");

        var joined = Assert.Single(OpenAITurns.Arrange([User("a"), new(ChatRole.User, [image])], Perplexity));

        Assert.Equal("a", Assert.IsType<TextContent>(joined.Contents[0]).Text);
        Assert.Same(image, joined.Contents[1]);
    }

    [Fact]
    public void Mistral_AUserAfterAToolsResult_GetsAnAnswerBetween()
    {
        ChatMessage[] history = [User("a"), new(ChatRole.Assistant, [new FunctionCallContent("c", "f")]), new(ChatRole.Tool, [new FunctionResultContent("c", 1)]), User("b")];

        var turns = OpenAITurns.Arrange(history, Mistral);

        Assert.Equal(["user", "assistant", "tool", "assistant", "user"], turns.Select(static turn => turn.Role.Value));
    }

    [Fact]
    public void Mistral_ResultsAndTextOfOneMessage_AreTurnsOfTheirOwn()
    {
        var both = new ChatMessage(ChatRole.User, [new FunctionResultContent("c", 1), new TextContent("b")]);

        var turns = OpenAITurns.Arrange([User("a"), new(ChatRole.Assistant, [new FunctionCallContent("c", "f")]), both], Mistral);

        Assert.Equal(["user", "assistant", "tool", "assistant", "user"], turns.Select(static turn => turn.Role.Value));
        Assert.Equal("b", turns[^1].Text);
        Assert.IsType<FunctionResultContent>(Assert.Single(turns[2].Contents));
        Assert.Equal(2, both.Contents.Count);
    }

    [Fact]
    public void Mistral_AnAnswerAtTheEnd_IsMarkedAsTheBeginning() => Assert.Equal("prefix", Mistral.Prefill?.Mark);

    [Fact]
    public void Perplexity_ALaterSystemMessage_IsTheUsersWord() =>
        Assert.Equal(
            ["system: s", "user: a", "assistant: b", "user: be brief\n\nc"],
            Texts(OpenAITurns.Arrange([System("s"), User("a"), Answer("b"), System("be brief"), User("c")], Perplexity)));

    [Fact]
    public void OtherServers_GetTheHistoryAsItIs()
    {
        ChatMessage[] history = [Answer("a"), User("b"), User("c"), Answer("d")];

        Assert.Same(history, OpenAITurns.Arrange(history, WireProfile.Default));
    }
}
