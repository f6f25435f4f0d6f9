using System.Text;
using System.Text.Json;
using OneApi.Client.AspNetCore.Dialects.Responses;
using OneApi.Client.AspNetCore.Endpoints;
using static OneApi.Client.AspNetCore.Tests.Dialects.Responses.ResponsesWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Responses;

/// <summary>Items that a request refers to stand in it afterwards as if they had been sent.</summary>
public class ResponsesReferenceTests
{
    private const string Call = """{"id":"fc_1","type":"function_call","status":"completed","arguments":"{\"a\":1.50}","call_id":"call_1","name":"f"}""";

    [Fact]
    public async Task References_AreReplaced_AndEverythingElseStays()
    {
        const string Body = """{"model":"m","input":[{"role":"user","content":"a"},{"type":"item_reference","id":"fc_1"},{"type":"function_call_output","call_id":"call_1","output":"x"},{"id":"fc_1","type":"item_reference"}],"n":1.50,"e":"é"}""";

        var resolved = await ResolveAsync(Body);

        AssertJson(
            $$"""{"model":"m","input":[{"role":"user","content":"a"},{{Call}},{"type":"function_call_output","call_id":"call_1","output":"x"},{{Call}}],"n":1.50,"e":"é"}""",
            JsonElement.Parse(resolved));
        Assert.Contains("1.50", resolved, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"fc_1"}""")]
    [InlineData("""{"type":null,"id":"fc_1"}""")]
    [InlineData("""{"type":"item\u005freference","id":"fc_1"}""")]
    public async Task AReferenceMayLeaveItsTypeOut(string item)
    {
        var body = $$"""{"model":"m","input":[{{item}}]}""";

        Assert.True(ResponsesReferences.MayBeIn(Encoding.UTF8.GetBytes(body)));
        AssertJson($$"""{"model":"m","input":[{{Call}}]}""", JsonElement.Parse(await ResolveAsync(body)));
    }

    [Theory]
    [InlineData("""{"model":"m","input":[{"id":"fc_1","role":"assistant","content":"x"}]}""")]
    [InlineData("""{"model":"m","input":[{"id":"fc_1","type":"message","role":"assistant","content":"x"}]}""")]
    [InlineData("""{"model":"m","input":"item_reference"}""")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":"item_reference"}]}""")]
    [InlineData("""["item_reference"]""")]
    [InlineData("""{"model":"m","input":[1,null,["item_reference"]]}""")]
    public async Task ABodyWithoutAny_StaysAsItCame(string body) => Assert.Equal(body, await ResolveAsync(body));

    [Fact]
    public async Task AnUnknownItem_IsNotFound_AndNamed()
    {
        var error = await RefusedAsync("""{"model":"m","input":[{"role":"user","content":"a"},{"type":"item_reference","id":"msg_9"}]}""");

        Assert.Equal((404, "invalid_request_error", "item_not_found", "input[1].id"), (error.Status, error.Type, error.Code, error.Param));
        Assert.Contains("'msg_9' not found", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"item_reference"}""", "input[0].id")]
    [InlineData("""{"type":"item_reference","id":""}""", "input[0].id")]
    [InlineData("""{"type":"item_reference","id":7}""", "input[0].id")]
    public async Task AReferenceWithoutAnId_IsRefused(string item, string place)
    {
        var error = await RefusedAsync($$"""{"model":"m","input":[{{item}}]}""");

        Assert.Equal((400, place), (error.Status, error.Param));
    }

    [Fact]
    public async Task ManyReferences_CantMakeARequestLargerThanTheLimit()
    {
        var error = await RefusedAsync($$"""{"model":"m","input":[{{string.Join(',', Enumerable.Repeat("""{"type":"item_reference","id":"fc_1"}""", 100))}}]}""", limit: 5000);

        Assert.Equal((413, "request_too_large"), (error.Status, error.Code));
    }

    private static async Task<string> ResolveAsync(string body, long limit = long.MaxValue) =>
        Encoding.UTF8.GetString((await ResponsesReferences.ResolveAsync(Encoding.UTF8.GetBytes(body), limit, static id => new(id == "fc_1" ? Encoding.UTF8.GetBytes(Call) : null))).Span);

    private static async Task<EndpointError> RefusedAsync(string body, long limit = long.MaxValue) =>
        (await Assert.ThrowsAsync<EndpointException>(() => ResolveAsync(body, limit))).Error;
}
