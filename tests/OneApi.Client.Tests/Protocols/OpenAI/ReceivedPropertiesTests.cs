using Microsoft.Extensions.AI;
using OneApi.Client.Tests.Gateway;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Protocols.OpenAI;

/// <summary>What a provider says beside a streamed answer must not go back to it as a member of the history.</summary>
public sealed class ReceivedPropertiesTests
{
    [Fact]
    public async Task History_OfAStreamedAnswer_CarriesNoUnknownMembersBack()
    {
        await using var scenario = new Scenario("openai");
        scenario.Fake.Reply(new FakeReply
        {
            ContentType = "text/event-stream",
            RawBody = "data: {\"id\":\"c\",\"system_fingerprint\":\"fp_1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"u8.ToArray(),
        });
        var first = await scenario.AskAsync(streaming: true);
        scenario.Fake.Reply(new FakeReply { Text = "again" });

        var history = new List<ChatMessage> { new(ChatRole.User, "one") };
        history.AddRange(first.Response.Messages);
        history.Add(new(ChatRole.User, "two"));
        await scenario.AskAsync(streaming: false, history);

        var assistant = scenario.Fake.Requests[^1].Json.GetProperty("messages")[1];
        Assert.Equal("assistant", assistant.GetProperty("role").GetString());
        Assert.Equal(["role", "content"], assistant.EnumerateObject().Select(static member => member.Name));
    }
}
