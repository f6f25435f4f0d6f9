using System.Globalization;
using OneApi.Client.Authentication;
using Xunit;

namespace OneApi.Client.Tests.Authentication;

public class SparkUrlSignerTests
{
    public const string Algorithm = "SPARK-URL-HMAC-SHA256";

    public static IEnumerable<TheoryDataRow<string>> Vectors => AuthVectors.Of(Algorithm);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vector(string id)
    {
        var vector = AuthVectors.Get(id);
        var address = new Uri($"{vector.Text("scheme")}://{vector.Text("host")}{vector.Text("path")}");
        var now = DateTimeOffset.ParseExact(vector.Text("date_rfc1123")!, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

        var signature = SparkUrlSigner.Sign(address, vector.Text("method")!, vector.Text("api_key")!, vector.Text("api_secret")!, now);

        vector.Expect("string_to_sign", signature.StringToSign);
        vector.Expect("signature", signature.Signature);
        vector.Expect("authorization_origin", signature.AuthorizationOrigin);
        vector.Expect("authorization", signature.Authorization);
        vector.Expect("url", signature.Address.OriginalString);
        vector.AllCompared();
        Assert.Equal(signature.Address.OriginalString, signature.Address.AbsoluteUri); // nothing is rewritten on the way to the wire
        Assert.Equal("***", signature.ToString());
    }

    [Fact]
    public void Date_IsGmt_WhereverTheClockStands()
    {
        var china = new DateTimeOffset(2025, 1, 1, 8, 0, 0, TimeSpan.FromHours(8));

        var signature = SparkUrlSigner.Sign(new("wss://spark-api.xf-yun.com/v4.0/chat"), "GET", "key", "secret", china);

        Assert.Contains("\ndate: Wed, 01 Jan 2025 00:00:00 GMT\n", signature.StringToSign, StringComparison.Ordinal);
    }

    [Fact]
    public void Base64_IsEscapedInTheAddress()
    {
        var signature = SparkUrlSigner.Sign(new("wss://127.0.0.1:8443/v4.0/chat"), "GET", "k", "secret", DateTimeOffset.UnixEpoch);

        Assert.StartsWith("host: 127.0.0.1:8443\n", signature.StringToSign, StringComparison.Ordinal);
        Assert.EndsWith("&host=127.0.0.1%3A8443", signature.Address.OriginalString, StringComparison.Ordinal);
        Assert.EndsWith("=", signature.Authorization, StringComparison.Ordinal);
        Assert.Contains("%3D&date=", signature.Address.OriginalString, StringComparison.Ordinal);
    }
}
