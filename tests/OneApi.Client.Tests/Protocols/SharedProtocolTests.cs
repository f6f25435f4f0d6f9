using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using Xunit;

namespace OneApi.Client.Tests.Protocols;

/// <summary>The small things that all wires share.</summary>
public class SharedProtocolTests
{
    [Fact]
    public void UnknownMembers_AreGivenOnce_UntilTheyChange()
    {
        var unknown = new UnknownMembers();
        var given = new List<string>();
        foreach (var json in (string[])["""{"a":1,"b":null}""", """{"a":1}""", """{"a":{"x":[1]},"b":2}""", """{"a":{"x":[1]}}""", """{"a":1}"""])
        {
            var data = Encoding.UTF8.GetBytes(json);
            var reader = new Utf8JsonReader(data);
            AdditionalPropertiesDictionary? others = null;
            reader.Read();
            while (JsonRead.NextProperty(ref reader))
            {
                unknown.Read(ref reader, data, ref others);
            }

            given.Add(others is null ? "-" : string.Join(' ', others.Select(static pair => pair.Key + "=" + pair.Value)));
        }

        Assert.Equal(["a=1", "-", """a={"x":[1]} b=2""", "-", "a=1"], given);
        Assert.Equal("2", Encoding.UTF8.GetString(unknown.ValueOf("b"u8)));
        Assert.True(unknown.ValueOf("c"u8).IsEmpty);
    }

    [Fact]
    public void RawMembers_RawBeforeAdditional_WithoutTheConsumedOnes()
    {
        var raw = new RawMembers(new JsonObject { ["a"] = 1, ["skip"] = 2 }, new() { ["a"] = 3, ["b"] = 4, ["consumed"] = 5 }, "consumed");
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            raw.WriteAll(writer, "skip");
            writer.WriteEndObject();
        }

        Assert.Equal("""{"a":1,"b":4}""", Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Equal((true, true, true, false, false), (raw.Has("a"), raw.Has("b"), raw.Has("skip"), raw.Has("consumed"), raw.Has("c")));
        Assert.True(new RawMembers(null, null).IsEmpty);
    }

    [Theory]
    [InlineData("", "{}", false)]
    [InlineData("  \n", "{}", false)]
    [InlineData("null", "{}", false)]
    [InlineData("{\"a\":null,\"b\":[1]}", "{\"a\":null,\"b\":[1]}", false)]
    [InlineData("{\"a\":1,\"a\":2}", "{\"a\":2}", false)]
    [InlineData("{\"a\":", "{\"a\":", true)]
    [InlineData("[1]", "[1]", true)]
    [InlineData("{}{}", "{}{}", true)]
    [InlineData("text", "text", true)]
    public void ToolArguments_ThereAndBack(string json, string back, bool fails)
    {
        var call = ToolArguments.Parse("c", "f", Encoding.UTF8.GetBytes(json));

        Assert.Equal(fails, call.Exception is not null);
        Assert.Equal(back, ToolArguments.ToText(call));
    }

    [Fact]
    public void ToolArguments_NameOf_FindsTheLatestCall()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.Assistant, [new FunctionCallContent("search:0", "first")]),
            new(ChatRole.Assistant, [new FunctionCallContent("search:0", "second"), new FunctionCallContent("x", "third")]),
        ];

        Assert.Equal(("second", null), (ToolArguments.NameOf(messages, "search:0"), ToolArguments.NameOf(messages, "none")));
    }

    [Fact]
    public void OpaqueState_IsItsMakers_AlsoAfterARoundTripThroughJson()
    {
        AIContent content = new TextReasoningContent("r");
        Assert.Equal((true, false), (OpaqueState.BelongsTo(content, "a"), OpaqueState.IsMadeBy(content, "a")));

        OpaqueState.Mark(content, "a");
        var stored = JsonSerializer.Deserialize<AIContent>(JsonSerializer.Serialize(content, AIJsonUtilities.DefaultOptions), AIJsonUtilities.DefaultOptions)!;

        foreach (var one in (AIContent[])[content, stored])
        {
            Assert.Equal((true, false, true), (OpaqueState.BelongsTo(one, "a"), OpaqueState.BelongsTo(one, "b"), OpaqueState.IsMadeBy(one, "a")));
        }
    }

    [Fact]
    public void Profile_ForAModel_TheFirstVariantThatFits()
    {
        var first = new WireProfile { SeedField = "1" };
        var profile = new WireProfile { Variants = [("kimi-k2.5", first), ("KIMI", new() { SeedField = "2" })] };

        Assert.Same(first, profile.For("Kimi-K2.5-turbo"));
        Assert.Equal("2", profile.For("kimi-k3").SeedField);
        Assert.Same(profile, profile.For("other"));
    }

    [Fact]
    public void Warnings_AreSaidOnce()
    {
        var sink = new WarningSink();
        sink.NotHonoured("TopK", "m");
        sink.NotHonoured("TopK", "m");
        sink.Adjusted("TopK", "m");
        sink.ContentNotSent("x", "m");
        sink.MalformedEvent("m");

        Assert.Equal(["setting_not_honoured", "setting_adjusted", "content_not_sent", "malformed_event"], sink.All.Select(static warning => warning.Code));
        Assert.Equal(4, sink.Count);
    }

    [Theory]
    [InlineData("cf-ray=1;x-request-id=2", "2")]
    [InlineData("apim-request-id=3;cf-ray=1", "3")]
    [InlineData("X-SiliconCloud-Trace-Id=4", "4")]
    [InlineData("other=5", null)]
    public void RequestIds_TheMostTelling(string headers, string? expected)
    {
        using var response = new HttpResponseMessage();
        foreach (var header in headers.Split(';'))
        {
            response.Headers.TryAddWithoutValidation(header.Split('=')[0], header.Split('=')[1]);
        }

        Assert.Equal(expected, RequestIds.Find(response.Headers));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(0L, null)]
    [InlineData(-5L, null)]
    [InlineData(1759436803L, 1759436803L)]
    [InlineData(1759436803000L, null)]
    public void UnixTime_WithinTheCalendar(long? seconds, long? expected) => Assert.Equal(expected, UnixTime.FromSeconds(seconds)?.ToUnixTimeSeconds());

    [Fact]
    public void ResponseIds_AreNeverTheSame() => Assert.NotEqual(ResponseIds.New(), ResponseIds.New());

    [Fact]
    public void JsonWrite_OfAnyValue_IsJsonOrItsText()
    {
        static string Of(object? value)
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, JsonWrite.WriterOptions))
            {
                JsonWrite.Value(writer, value);
            }

            return Encoding.UTF8.GetString(stream.ToArray());
        }

        Assert.Equal(["null", "\"ä\"", "true", "1", "2", "0.7", "0.1", "[1]", "{\"a\":1}", "5", "\"" + typeof(SharedProtocolTests).FullName + "+Unknown\""], new object?[]
        {
            null, "ä", true, 1, 2L, 0.7f, 0.1, JsonDocument.Parse("[1]"), new JsonObject { ["a"] = 1 }, JsonSerializer.SerializeToElement(5), new Unknown(),
        }.Select(Of));
    }

    private sealed class Unknown : List<Action>
    {
        public override string ToString() => GetType().FullName!;
    }
}
