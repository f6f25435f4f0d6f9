using System.Text;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>No provider can fill the host's memory (reliability §4, limits).</summary>
public sealed class AnswerLimitTests
{
    private const int MiB = 1024 * 1024;

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Stream_WithALineBeyondTheLimit_IsAProtocolViolation(string wire)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        scenario.Fakes[0].Reply(new FakeReply { ContentType = "text/event-stream", RawBody = Encoding.UTF8.GetBytes("data: " + new string('x', 9 * MiB) + "\n\n") });

        var answer = await scenario.AskAsync(streaming: true);

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal(OneApiErrorKind.ProtocolViolation, answer.Trace.Attempts[0].ErrorKind);
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Answer_BeyondTheLimit_IsAProtocolViolation(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        scenario.Fakes[0].Reply(new FakeReply { RawBody = Encoding.UTF8.GetBytes("{\"x\":\"" + new string('x', 33 * MiB) + "\"}") });

        var answer = await scenario.AskAsync(streaming);

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal(OneApiErrorKind.ProtocolViolation, answer.Trace.Attempts[0].ErrorKind);
    }

    [Fact]
    public async Task Stream_WithALongLineWithinTheLimit_IsRead()
    {
        await using var scenario = new Scenario("openai");
        var text = new string('y', 3 * MiB / 2);
        scenario.Fake.Reply(new FakeReply { Chunks = [text, "end"] });

        var answer = await scenario.AskAsync(streaming: true);

        Assert.Equal(text + "end", answer.Text);
    }
}
