using System.Text;
using OneApi.Client.Protocols.OpenAI;
using Xunit;

namespace OneApi.Client.Tests.Providers;

/// <summary>Code, type and words out of every shape of body that the pages describe.</summary>
public class ErrorShapeTests
{
    [Theory]
    [InlineData("""{"error":{"message":"m","type":"t","param":null,"code":"c"}}""", "c", "t", "m")]
    [InlineData("""{"error":{"message":"m","type":"t","code":1234}}""", "1234", "t", "m")]
    [InlineData("""{"error":"m"}""", null, null, "m")]
    [InlineData("""{"code":"c","error":"m"}""", "c", null, "m")]
    [InlineData("""{"code":"c","message":"m"}""", "c", null, "m")]
    [InlineData("""{"msg":"m"}""", null, null, "m")]
    [InlineData("""{"err":"m"}""", null, null, "m")]
    [InlineData("""{"error_code":110,"error_msg":"m"}""", "110", null, "m")]
    [InlineData("""{"header":{"code":10013,"message":"m","sid":"s"}}""", "10013", null, "m")]
    [InlineData("""{"response":{"error":{"message":"m","code":"c"}}}""", "c", null, "m")]
    [InlineData("""{"base_resp":{"status_code":1008,"status_msg":"m"}}""", "1008", null, "m")]
    [InlineData("""{"error":{"type":"t","message":"login fail (1004)"}}""", "1004", "t", "login fail (1004)")]
    [InlineData("""{"detail":"m"}""", null, null, "m")]
    [InlineData("""{"detail":[{"msg":"a"},{"msg":"b"}]}""", null, null, "a; b")]
    [InlineData("""{"status":403,"title":"T","detail":"m"}""", null, null, "m")]
    [InlineData("""{"errors":[{"code":5007,"message":"m"}],"success":false,"result":null}""", "5007", null, "m")]
    [InlineData("""{"object":"error","message":"m","type":"t","param":null,"code":400}""", "400", "t", "m")]
    [InlineData("""{"object":"error","message":{"detail":[{"msg":"m"}]},"type":"t","code":null}""", null, "t", "m")]
    [InlineData("""{"id":"1","message":"m","error_type":"t"}""", null, "t", "m")]
    [InlineData("""{"statusCode":429,"message":"m"}""", null, null, "m")]
    [InlineData("""{"code":20012,"message":"m","data":null}""", "20012", null, "m")]
    [InlineData("\"m\"", null, null, "m")]
    [InlineData("m", null, null, "m")]
    [InlineData("""[{"error":{"code":400,"message":"m","status":"t"}}]""", "400", "t", "m")]
    [InlineData("""{"error":{"code":502,"message":"m","metadata":{"raw":"r","provider_name":"p"}}}""", "502", null, "m r")]
    public void Read_FindsCodeTypeAndWords(string body, string? code, string? type, string? message)
    {
        var fault = OpenAIErrorReader.Read(400, Encoding.UTF8.GetBytes(body));

        Assert.Equal((code, type, message), (fault.Code, fault.Type, fault.Message));
    }

    [Theory]
    [InlineData("""{"code":0,"message":"Success","sid":"cha1"}""")]
    [InlineData("""{"header":{"code":0,"message":"Success","sid":"cha1","status":2}}""")]
    [InlineData("""{"base_resp":{"status_code":0,"status_msg":""}}""")]
    [InlineData("""{"choices":[]}""")]
    public void Read_ASuccess_HasNoSignOfAnError(string body) =>
        Assert.False(OpenAIErrorReader.LooksLikeError(OpenAIErrorReader.Read(200, Encoding.UTF8.GetBytes(body))));

    [Theory]
    [InlineData("""{"error":"Model x is currently loading","estimated_time":20.5}""", 20.5)]
    [InlineData("""{"error":{"message":"Please retry after 26 seconds.","code":"429"}}""", 26)]
    public void Read_FindsTheWaitThatABodyStates(string body, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), OpenAIErrorReader.Read(503, Encoding.UTF8.GetBytes(body)).RetryAfter);
}
