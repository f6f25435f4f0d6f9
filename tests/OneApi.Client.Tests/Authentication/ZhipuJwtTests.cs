using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using OneApi.Client.Authentication;
using Xunit;

namespace OneApi.Client.Tests.Authentication;

public class ZhipuJwtTests
{
    public const string Algorithm = "JWT-HS256";

    public static IEnumerable<TheoryDataRow<string>> Vectors => AuthVectors.Of(Algorithm);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vector(string id)
    {
        var vector = AuthVectors.Get(id);
        var typed = vector.Input("header").TryGetProperty("typ", out _);

        var token = ZhipuJwt.TryCreate(vector.Text("api_key")!, DateTimeOffset.FromUnixTimeMilliseconds(vector.Number("now_unix_ms")), TimeSpan.FromMilliseconds(vector.Number("ttl_ms")), typed)!;
        var parts = token.Split('.');

        vector.Expect("header_json", Decode(parts[0]));
        vector.Expect("payload_json", Decode(parts[1]));
        vector.Expect("signing_input", parts[0] + "." + parts[1]);
        vector.Expect("signature_b64url", parts[2]);
        vector.Expect("token", token);
        vector.AllCompared();
    }

    [Theory]
    [InlineData("")]
    [InlineData("key")]
    [InlineData("id.")]
    [InlineData(".secret")]
    [InlineData("a.b.c")]
    public void Key_OfAnotherForm_MakesNoToken(string key) => Assert.Null(ZhipuJwt.TryCreate(key, DateTimeOffset.UnixEpoch, ZhipuJwt.Lifetime));

    [Fact]
    public void Token_HoldsTheId_ButNeverTheSecret()
    {
        var token = ZhipuJwt.TryCreate("i\"d.PLANTED", DateTimeOffset.UnixEpoch, ZhipuJwt.Lifetime)!;

        var payload = JsonElement.Parse(Decode(token.Split('.')[1]));
        Assert.Equal("i\"d", payload.GetProperty("api_key").GetString());
        Assert.Equal(210_000, payload.GetProperty("exp").GetInt64());
        Assert.DoesNotContain("PLANTED", string.Concat(token, payload.GetRawText()), StringComparison.Ordinal);
    }

    private static string Decode(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));
}
