using System.Security.Cryptography;
using System.Text;
using OneApi.Client.Authentication;
using Xunit;

namespace OneApi.Client.Tests.Authentication;

public class Tc3SignerTests
{
    public const string Algorithm = "TC3-HMAC-SHA256";

    public static IEnumerable<TheoryDataRow<string>> Vectors => AuthVectors.Of(Algorithm);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vector(string id)
    {
        var vector = AuthVectors.Get(id);
        var now = DateTimeOffset.FromUnixTimeSeconds(vector.Number("timestamp"));
        var request = new SigningRequest
        {
            Method = vector.Text("method")!,
            Path = vector.Text("path")!,
            Headers = vector.Pairs("headers_to_sign"),
            Body = Encoding.UTF8.GetBytes(vector.Text("body")!),
        };

        var signature = Tc3Signer.Sign(request, vector.Text("service")!, vector.Text("secret_id")!, vector.Text("secret_key")!, now);
        var keys = new byte[Tc3Signer.KeyBytes];
        Tc3Signer.DeriveKeys(vector.Text("secret_key")!, signature.Scope.Split('/')[0], vector.Text("service")!, keys);

        vector.Expect("payload_sha256", signature.CanonicalRequest.Split('\n')[^1]);
        vector.Expect("canonical_request", signature.CanonicalRequest);
        vector.Expect("canonical_request_sha256", signature.StringToSign.Split('\n')[^1]);
        vector.Expect("credential_scope", signature.Scope);
        vector.Expect("string_to_sign", signature.StringToSign);
        vector.Expect("k_date_hex", Convert.ToHexStringLower(keys.AsSpan(0, HMACSHA256.HashSizeInBytes)));
        vector.Expect("k_service_hex", Convert.ToHexStringLower(keys.AsSpan(HMACSHA256.HashSizeInBytes, HMACSHA256.HashSizeInBytes)));
        vector.Expect("k_signing_hex", Convert.ToHexStringLower(keys.AsSpan(2 * HMACSHA256.HashSizeInBytes)));
        vector.Expect("signature", signature.Signature);
        vector.Expect("authorization", signature.Authorization);
        vector.ExpectHeaders(Sent(vector, signature, now));
        vector.AllCompared();
        Assert.Equal("***", signature.ToString());
    }

    /// <summary>What the request carries: the signature, the time and what the caller put there.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Sent(AuthVector vector, RequestSignature signature, DateTimeOffset now)
    {
        yield return new("Authorization", signature.Authorization);
        yield return new("Host", vector.Text("host")!);
        yield return new("Content-Type", vector.Pairs("headers_to_sign").Single(static pair => pair.Key == "Content-Type").Value);
        yield return new("X-TC-Action", vector.Text("action")!);
        yield return new("X-TC-Version", vector.Text("version")!);
        yield return new("X-TC-Timestamp", Tc3Signer.Timestamp(now));
        if (vector.Text("region") is { } region)
        {
            yield return new("X-TC-Region", region);
        }

        if (vector.Text("token") is { } token)
        {
            yield return new("X-TC-Token", token);
        }
    }
}
