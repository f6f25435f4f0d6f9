using System.Text;
using OneApi.Client.Relays;

namespace OneApi.Client.Tests.Relays;

public sealed class JsonRelayBodyTests
{
    [Theory]
    [InlineData("""{"model":"a","x":1.50}""", """{"model":"wire","x":1.50}""")]
    [InlineData(""" { "x" : [ {"model":"inner"} ] , "model" : "a\u0062" , "y":1e3 } """, """ { "x" : [ {"model":"inner"} ] , "model" : "wire" , "y":1e3 } """)]
    [InlineData("""{"model":"a","model":{"b":1}}""", """{"model":"wire","model":"wire"}""")]
    [InlineData("""{"m\u006fdel":"a"}""", """{"m\u006fdel":"wire"}""")]
    [InlineData("""{"input":"x" }""", """{"input":"x","model":"wire" }""")]
    [InlineData("{}", """{"model":"wire"}""")]
    public void With_ChangesTheModelAtTheTopAndNothingElse(string body, string expected) => Assert.Equal(expected, With(body, "wire"));

    [Fact]
    public void With_ANameThatNeedsEscapes_StaysOneString() => Assert.Equal("""{"model":"a\"b\\c"}""", With("""{"model":"x"}""", "a\"b\\c"));

    [Theory]
    [InlineData("""{"input":"one","instructions":"soft"}""", "one|soft")]
    [InlineData("""{"input":["a","b"]}""", "a|b")]
    [InlineData("""{"input":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},"c"]}""", "a|c")]
    [InlineData("""{"query":"q","documents":["d",{"text":"e","id":"no"}],"top_n":3}""", "q|d|e")]
    public void Read_FindsTheTextsThatCount(string body, string expected) => Assert.Equal(expected.Split('|'), Read(body).Texts);

    [Theory]
    [InlineData("""{"stream":true}""", true)]
    [InlineData("""{"stream_format":"sse"}""", true)]
    [InlineData("""{"stream":false,"stream_format":"audio"}""", false)]
    public void Read_KnowsTheWishForEvents(string body, bool expected) => Assert.Equal(expected, Read(body).WantsEvents);

    /// <summary>As OpenAI counts the limit of 4096: characters, not UTF-16 units.</summary>
    [Fact]
    public void Characters_OfAPairOfSurrogates_AreOne() => Assert.Equal(3, Read("""{"input":"a😀b"}""").Characters);

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1} {}")]
    [InlineData("nothing")]
    [InlineData("")]
    public void Read_WhatIsNoObject_IsRefused(string body) => Assert.Equal(OneApiErrorKind.InvalidRequest, Assert.Throws<OneApiException>(() => Read(body)).Kind);

    private static RelayContent Read(string body) => RelayContent.Read(Encoding.UTF8.GetBytes(body), "application/json");

    private static string With(string body, string model) => Encoding.UTF8.GetString(Read(body).With(model));
}
