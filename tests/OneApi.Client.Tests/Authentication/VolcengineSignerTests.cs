using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OneApi.Client.Authentication;
using Xunit;

namespace OneApi.Client.Tests.Authentication;

public class VolcengineSignerTests
{
    public const string Algorithm = "VOLC-HMAC-SHA256";

    private static readonly string[] KeyNames = ["k_date_hex", "k_region_hex", "k_service_hex", "k_signing_hex"];

    public static IEnumerable<TheoryDataRow<string>> Vectors => AuthVectors.Of(Algorithm);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vector(string id)
    {
        var vector = AuthVectors.Get(id);
        var (region, service, secret) = (vector.Text("region")!, vector.Text("service")!, vector.Text("secret_access_key")!);
        var now = DateTimeOffset.ParseExact(vector.Text("x_date")!, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var request = new SigningRequest
        {
            Method = vector.Text("method")!,
            Path = vector.Text("path")!,
            Query = vector.Pairs("query"),
            Headers = vector.Pairs("headers_to_sign"),
            Body = Encoding.UTF8.GetBytes(vector.Text("body")!),
        };

        var signature = VolcengineSigner.Sign(request, region, service, vector.Text("access_key_id")!, secret, now);
        var keys = new byte[VolcengineSigner.KeyBytes];
        VolcengineSigner.DeriveKeys(secret, signature.Scope.Split('/')[0], region, service, keys);
        var query = VolcengineSigner.CanonicalQuery(request.Query);

        vector.Expect("canonical_query", query);
        vector.Expect("payload_sha256", signature.CanonicalRequest.Split('\n')[^1]);
        vector.Expect("canonical_request", signature.CanonicalRequest);
        vector.Expect("canonical_request_sha256", signature.StringToSign.Split('\n')[^1]);
        vector.Expect("credential_scope", signature.Scope);
        vector.Expect("string_to_sign", signature.StringToSign);
        for (var i = 0; i < KeyNames.Length; i++)
        {
            vector.Expect(KeyNames[i], Convert.ToHexStringLower(keys.AsSpan(i * HMACSHA256.HashSizeInBytes, HMACSHA256.HashSizeInBytes)));
        }

        vector.Expect("signature", signature.Signature);
        vector.Expect("authorization", signature.Authorization);
        vector.ExpectHeaders([.. request.Headers, new("Authorization", signature.Authorization)]);
        vector.Expect("url", $"https://{request.Headers.Single(static pair => pair.Key == "Host").Value}{request.Path}?{query}");
        vector.AllCompared();
        Assert.Equal(vector.Text("x_date"), VolcengineSigner.Timestamp(now));
        Assert.Equal("***", signature.ToString());
    }

    [Fact]
    public void Query_IsSortedByNameThenByValue() =>
        Assert.Equal("a=1&a=2&a1=0&b=", VolcengineSigner.CanonicalQuery([new("b", ""), new("a1", "0"), new("a", "2"), new("a", "1")]));
}
