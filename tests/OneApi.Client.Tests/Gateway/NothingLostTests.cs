using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>What the canonical model can't express goes through all the same (design §4).</summary>
public sealed class NothingLostTests
{
    private const string Unknown = """{"text":"é ☂ \"q\"","flag":false,"nothing":null,"whole":12345678901234567,"real":1.5e-7,"list":[1,"two",[3],{"four":null}],"deep":{"er":{"est":[true]}}}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AdditionalProperties_ArriveUnchanged(bool streaming)
    {
        await using var scenario = new Scenario("openai");
        var properties = new AdditionalPropertiesDictionary
        {
            ["x_element"] = JsonElement.Parse(Unknown),
            ["x_node"] = JsonNode.Parse(Unknown),
            ["x_text"] = "text",
            ["x_true"] = true,
            ["x_number"] = 42,
            ["x_long"] = long.MaxValue,
            ["x_real"] = 0.25,
            ["x_null"] = null,
            ["x_list"] = new[] { "a", "b" },
            ["logit_bias"] = new Dictionary<string, object?> { ["50256"] = -100 },
        };

        await scenario.AskAsync(streaming, options: new() { AdditionalProperties = properties });

        var sent = Sent(scenario);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Unknown), sent["x_element"]));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Unknown), sent["x_node"]));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""["text",true,42,9223372036854775807,0.25,null,["a","b"],{"50256":-100}]"""), new JsonArray(
            sent["x_text"]!.DeepClone(), sent["x_true"]!.DeepClone(), sent["x_number"]!.DeepClone(), sent["x_long"]!.DeepClone(), sent["x_real"]!.DeepClone(), sent["x_null"]?.DeepClone(), sent["x_list"]!.DeepClone(), sent["logit_bias"]!.DeepClone())));
        Assert.True(sent.ContainsKey("x_null"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RawRequest_ArrivesUnchangedButForTheModel(bool streaming)
    {
        const string Raw = """{"model":"ignored","messages":[{"role":"user","content":"raw","x_cache":{"ttl":5}}],"temperature":0.1,"x_unknown":[1,{"a":null}],"stream_options":{"include_usage":true,"x_more":1}}""";
        await using var scenario = new Scenario("openai");
        var node = JsonNode.Parse(Raw)!.AsObject();
        if (!streaming)
        {
            node.Remove("stream_options");
        }

        var before = node.ToJsonString();

        var answer = await scenario.AskAsync(streaming, "not sent", new() { ModelId = "gpt-4o", Temperature = 0.9f, RawRepresentationFactory = _ => node });

        var expected = JsonNode.Parse(before)!.AsObject();
        expected["model"] = "gpt-4o";
        if (streaming)
        {
            expected["stream"] = true;
        }

        Assert.Equal("You said: raw", answer.Text);
        Assert.True(JsonNode.DeepEquals(expected, Sent(scenario)), Sent(scenario).ToJsonString());
        Assert.Equal(before, node.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task ModelMap_ChangesNothingButTheModel(string wire, bool streaming)
    {
        var options = new ChatOptions
        {
            Temperature = 0.5f,
            MaxOutputTokens = 64,
            StopSequences = ["END"],
            Instructions = "Be brief.",
            Tools = [AIFunctionFactory.Create(static (string city) => city, "get_weather")],
        };
        await using var scenario = new Scenario(wire, channels: 2, configure: static gateway =>
        {
            gateway.Channels[0].Models = ["public-name"];
            gateway.Channels[0].ModelMap["public-name"] = "wire-name";
            gateway.Channels[1].Models = ["wire-name"];
        });
        var mapped = options.Clone();
        mapped.ModelId = "public-name";
        options.ModelId = "wire-name";

        var first = await scenario.AskAsync(streaming, options: mapped);
        var second = await scenario.AskAsync(streaming, options: options);

        Assert.Equal("wire-name", scenario.Fakes[0].Requests[0].Model);
        Assert.Equal(scenario.Fakes[1].Requests[0].Path, scenario.Fakes[0].Requests[0].Path);
        Assert.True(JsonElement.DeepEquals(scenario.Fakes[1].Requests[0].Json, scenario.Fakes[0].Requests[0].Json), scenario.Fakes[0].Requests[0].Json.GetRawText());
        Assert.Equal(("wire-name", "public-name"), (first.Response.ModelId, first.Trace.Model));
        Assert.Equal(("wire-name", "wire-name"), (second.Response.ModelId, second.Trace.Model));
    }

    [Fact]
    public async Task ModelMaps_OfChannelGroupAndGateway_TheNarrowestWins()
    {
        foreach (var (channel, group, gateway, expected) in new[] { ("c", "g", "w", "c"), (null, "g", "w", "g"), (null, null, "w", "w"), (null, null, null, "asked") })
        {
            await using var scenario = new Scenario("openai", configure: options =>
            {
                Map(options.Channels[0].ModelMap, channel);
                Map(options.Groups["default"].ModelMap, group);
                Map(options.ModelMap, gateway);
            });

            await scenario.AskAsync(streaming: false, options: new() { ModelId = "asked" });

            Assert.Equal(expected, scenario.Fake.Requests[0].Model);
        }

        static void Map(IDictionary<string, string> map, string? name)
        {
            if (name is not null)
            {
                map["asked"] = name;
                map[name] = "chained";
            }
        }
    }

    [Fact]
    public async Task UnknownMembersOfAnAnswer_ComeBack()
    {
        await using var scenario = new Scenario("openai");
        scenario.Fake.Reply(new FakeReply
        {
            RawBody = """{"id":"c1","model":"m","x_top":{"a":[1]},"choices":[{"index":0,"x_choice":7,"message":{"role":"assistant","content":"hi","x_message":"m"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"x_count":9,"x_words":"many","completion_tokens_details":{"x_detail":4}}}"""u8.ToArray(),
        });

        var response = (await scenario.AskAsync(streaming: false)).Response;

        Assert.Equal("""{"a":[1]}""", Found(response.AdditionalProperties, "x_top"));
        Assert.Equal("7", Found(response.AdditionalProperties, "x_choice"));
        Assert.Equal("\"m\"", Found(response.AdditionalProperties, "x_message"));
        Assert.Equal("\"many\"", Found(response.AdditionalProperties, "usage.x_words"));
        Assert.Equal((9, 4), (response.Usage!.AdditionalCounts!["x_count"], response.Usage.AdditionalCounts["completion_tokens_details.x_detail"]));
    }

    [Fact]
    public async Task UnknownMembersOfAStream_ComeBack()
    {
        await using var scenario = new Scenario("openai");
        scenario.Fake.Reply(new FakeReply
        {
            ContentType = "text/event-stream",
            RawBody = """
                data: {"id":"c1","model":"m","x_top":{"a":[1]},"choices":[{"index":0,"x_choice":7,"delta":{"role":"assistant","content":"h","x_delta":"m"}}]}

                data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{"content":"i"},"finish_reason":"stop"}],"x_late":true}

                data: {"id":"c1","model":"m","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"x_count":9,"x_words":"many"}}

                data: [DONE]


                """u8.ToArray(),
        });

        var answer = await scenario.AskAsync(streaming: true);

        var found = new AdditionalPropertiesDictionary();
        foreach (var update in answer.Updates)
        {
            found.SetAll(update.AdditionalProperties ?? []);
        }

        Assert.Equal("hi", answer.Text);
        Assert.Equal("""{"a":[1]}""", Found(found, "x_top"));
        Assert.Equal("7", Found(found, "x_choice"));
        Assert.Equal("\"m\"", Found(found, "x_delta"));
        Assert.Equal("true", Found(found, "x_late"));
        Assert.Equal("\"many\"", Found(found, "usage.x_words"));
        Assert.Equal(9, answer.Response.Usage!.AdditionalCounts!["x_count"]);
    }

    private static JsonObject Sent(Scenario scenario) => JsonNode.Parse(scenario.Fake.Requests[0].Body.Span)!.AsObject();

    private static string? Found(AdditionalPropertiesDictionary? properties, string name) =>
        properties?.TryGetValue(name, out var value) == true ? Assert.IsType<JsonElement>(value).GetRawText() : null;
}

internal static class AdditionalPropertiesCopy
{
    public static void SetAll(this AdditionalPropertiesDictionary target, AdditionalPropertiesDictionary source)
    {
        foreach (var (name, value) in source)
        {
            target[name] = value;
        }
    }
}
