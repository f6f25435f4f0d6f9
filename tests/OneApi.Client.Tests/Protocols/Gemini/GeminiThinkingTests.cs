using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.Gemini.GeminiWire;

namespace OneApi.Client.Tests.Protocols.Gemini;

public sealed class GeminiThinkingTests
{
    [Theory]
    [InlineData("gemini-2.5-flash", ReasoningEffort.None, """{"thinkingBudget":0}""", false)]
    [InlineData("gemini-2.5-flash-lite", ReasoningEffort.None, """{"thinkingBudget":0}""", false)]
    [InlineData("gemini-2.5-pro", ReasoningEffort.None, """{"thinkingBudget":128}""", true)]
    [InlineData("gemini-2.5-flash", ReasoningEffort.Low, """{"thinkingBudget":1024}""", false)]
    [InlineData("gemini-2.5-pro", ReasoningEffort.Medium, """{"thinkingBudget":8192}""", false)]
    [InlineData("gemini-2.5-flash", ReasoningEffort.High, """{"thinkingBudget":24576}""", false)]
    [InlineData("gemini-2.5-flash", ReasoningEffort.ExtraHigh, """{"thinkingBudget":24576}""", false)]
    [InlineData("gemini-2.5-pro", ReasoningEffort.ExtraHigh, """{"thinkingBudget":32768}""", false)]
    [InlineData("gemini-3-flash-preview", ReasoningEffort.None, """{"thinkingLevel":"MINIMAL"}""", true)]
    [InlineData("gemini-3-pro-preview", ReasoningEffort.None, """{"thinkingLevel":"LOW"}""", true)]
    [InlineData("gemini-3-flash-preview", ReasoningEffort.Low, """{"thinkingLevel":"LOW"}""", false)]
    [InlineData("gemini-3-flash-preview", ReasoningEffort.Medium, """{"thinkingLevel":"MEDIUM"}""", false)]
    [InlineData("gemini-3-pro-preview", ReasoningEffort.Medium, """{"thinkingLevel":"HIGH"}""", false)]
    [InlineData("gemini-3.1-pro-preview", ReasoningEffort.Medium, """{"thinkingLevel":"MEDIUM"}""", false)]
    [InlineData("models/gemini-3.5-flash", ReasoningEffort.High, """{"thinkingLevel":"HIGH"}""", false)]
    [InlineData("gemini-flash-latest", ReasoningEffort.ExtraHigh, """{"thinkingLevel":"HIGH"}""", false)]
    public void Write_Effort_IsWrittenByFamily(string model, ReasoningEffort effort, string expected, bool warns)
    {
        var request = Request(options: new() { Reasoning = new() { Effort = effort } }, model: model);

        var body = Write(request);

        AssertJson($$"""{"thinkingConfig":{{expected}}}""", body["generationConfig"]);
        Assert.Equal(warns, request.Warnings.Count > 0);
    }

    [Theory]
    [InlineData(ReasoningOutput.Summary, "true")]
    [InlineData(ReasoningOutput.Full, "true")]
    [InlineData(ReasoningOutput.None, "false")]
    public void Write_Output_IncludesThoughts(ReasoningOutput output, string expected) =>
        AssertJson($$$"""{"thinkingConfig":{"includeThoughts":{{{expected}}}}}""", Config(new() { Reasoning = new() { Output = output } }));

    [Fact]
    public void Write_NothingAsked_OmitsThinking() => Assert.Null(Config(new() { Reasoning = new() }));

    [Theory]
    [InlineData("gemini-2.0-flash")]
    [InlineData("gemini-1.5-pro")]
    [InlineData("gemma-3-27b-it")]
    public void Write_ModelsThatRefuseThinking_GetNoneAndAWarning(string model)
    {
        var request = Request(options: new() { Reasoning = new() { Effort = ReasoningEffort.High } }, model: model);

        var body = Write(request);

        Assert.Null(body["generationConfig"]);
        AssertWarning(request, "Reasoning");
    }

    [Fact]
    public void Write_GivenThinkingConfig_Wins()
    {
        var options = new ChatOptions { Reasoning = new() { Effort = ReasoningEffort.High }, AdditionalProperties = new() { ["thinkingConfig"] = new Dictionary<string, object?> { ["thinkingBudget"] = -1 } } };

        AssertJson("""{"thinkingConfig":{"thinkingBudget":-1}}""", Config(options));
    }
}
