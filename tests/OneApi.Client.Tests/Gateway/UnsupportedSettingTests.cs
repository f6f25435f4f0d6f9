using Microsoft.Extensions.AI;

namespace OneApi.Client.Tests.Gateway;

/// <summary>A setting that a wire can't carry is said, or refused: it never vanishes.</summary>
public sealed class UnsupportedSettingTests
{
    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WithASettingThatTheWireLacks_WarnsOnTheAnswerAndInTheLog(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire);

        var answer = await scenario.AskAsync(streaming, options: Impossible());

        Assert.Equal("You said: hello", answer.Text);
        var warning = Assert.Single(answer.Warnings, static warning => warning.Setting == nameof(ChatOptions.ConversationId));
        Assert.Equal(("setting_not_honoured", "one"), (warning.Code, warning.Channel));
        Assert.Contains($"ConversationId was not honoured by channel 1 (one): {warning.Message}", scenario.Lines(1001));
        Assert.All(answer.Updates.SkipLast(1), static update => Assert.Empty(update.GetOneApiWarnings()));
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenStrict_RefusesBeforeAnyRequest(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, channels: 2, static options => options.UnsupportedSettings = UnsupportedSettings.Strict);

        var failure = (await scenario.AskAsync(streaming, options: Impossible())).Failure;

        Assert.Equal(OneApiErrorKind.Unsupported, failure.Kind);
        Assert.Contains("ConversationId", failure.ProviderMessage, StringComparison.Ordinal);
        Assert.Equal([0, 0], scenario.Requests);
        Assert.Equal((CallOutcome.Failed, OneApiErrorKind.Unsupported), (scenario.Usage.Only.Outcome, scenario.Usage.Only.ErrorKind!.Value));
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WithWhatTheWireHas_WarnsOfNothing(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, configure: static options => options.UnsupportedSettings = UnsupportedSettings.Strict);

        var answer = await scenario.AskAsync(streaming, options: new() { Temperature = 0.5f, MaxOutputTokens = 10, StopSequences = ["END"] });

        Assert.Equal("You said: hello", answer.Text);
        Assert.Empty(answer.Warnings);
        Assert.Empty(scenario.Lines(1001));
    }

    private static ChatOptions Impossible() => new() { ConversationId = "conv_1" };
}
