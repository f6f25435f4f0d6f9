using System.Text;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using Xunit;
using static OneApi.Client.OneApiErrorKind;
using static OneApi.Client.Tests.Protocols.DashScope.DashScopeWire;

namespace OneApi.Client.Tests.Protocols.DashScope;

/// <summary>protocols/qwen.md §5, §9; the table itself is proved in Providers/CloudErrorTests.</summary>
public sealed class DashScopeErrorTests
{
    [Theory]
    [InlineData(401, """{"code":"InvalidApiKey","message":"Invalid API-key provided.","request_id":"r"}""", OneApiErrorKind.Authentication, "InvalidApiKey")]
    [InlineData(401, """{"error":{"message":"x","type":"invalid_request_error","param":null,"code":"invalid_api_key"},"request_id":"r"}""", OneApiErrorKind.Authentication, "invalid_api_key")]
    [InlineData(429, """{"error":{"message":"x","type":"insufficient_quota","param":null,"code":"insufficient_quota"},"id":"r"}""", RateLimited, "insufficient_quota")]
    [InlineData(404, """{"error":{"message":"no","type":"x","code":"model_not_found"}}""", ModelNotFound, "model_not_found")]
    [InlineData(400, """{"code":"InvalidParameter","message":"<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 30720]","request_id":"r"}""", ContextLengthExceeded, "InvalidParameter")]
    [InlineData(500, """{"code":"InternalError.Algo","message":"<400> InternalError.Algo.InvalidParameter: bad","request_id":"r"}""", InvalidRequest, "InternalError.Algo")]
    public void Read_TheEnvelopes(int status, string body, OneApiErrorKind expected, string code)
    {
        var error = Thrown(status, body);

        Assert.Equal((expected, code, status), (error.Kind, error.ProviderCode, (int)error.StatusCode!));
    }

    /// <summary>Quirk 5: the body of a 4xx is framed as an event though its content type says JSON.</summary>
    [Theory]
    [InlineData("id:1\nevent:error\n:HTTP_STATUS/400\ndata:{\"code\":\"InvalidParameter\",\"message\":\"Parameter error.\",\"request_id\":\"0a1b\"}\n\n")]
    [InlineData("data: {\"code\":\"InvalidParameter\",\"message\":\"Parameter error.\"}")]
    [InlineData("\r\nevent:error\r\nstatus:400\r\ndata:{\"code\":\"InvalidParameter\",\"message\":\"Parameter error.\"}\r\n\r\n")]
    public void Read_ABodyFramedAsAnEvent(string body)
    {
        var error = Thrown(400, body);

        Assert.Equal((InvalidRequest, "InvalidParameter", "Parameter error."), (error.Kind, error.ProviderCode, error.ProviderMessage));
    }

    [Theory]
    [InlineData(":HTTP_STATUS/429\ndata:{\"code\":\"Unheard.Of\",\"message\":\"x\"}\n\n")]
    [InlineData("status:429\ndata:{\"code\":\"Unheard.Of\",\"message\":\"x\"}\n\n")]
    [InlineData("{\"code\":\"Unheard.Of\",\"message\":\"<429> x\"}")]
    public void Read_UnderA200_TheStatedStatusCounts(string body) => Assert.Equal((RateLimited, 429), (Thrown(200, body).Kind, (int)Thrown(200, body).StatusCode!));

    [Theory]
    [InlineData(502, "<html><head><title>Bad Gateway</title></head></html>", ProviderUnavailable)]
    [InlineData(503, "", ProviderUnavailable)]
    [InlineData(400, "id:1\nevent:error", InvalidRequest)]
    public void Read_WhatIsNoEnvelope_IsJudgedByItsStatus(int status, string body, OneApiErrorKind expected) => Assert.Equal(expected, Thrown(status, body).Kind);

    private static OneApiException Thrown(int status, string body)
    {
        ProviderFault fault = Protocol.ReadError(status, Encoding.UTF8.GetBytes(body));
        return ProviderFaults.ToException(Endpoint, fault);
    }
}
