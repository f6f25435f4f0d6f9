using System.Globalization;
using System.Text.Json;
using OneApi.Client.Authentication;
using Xunit;

namespace OneApi.Client.Tests.Authentication;

public class BceSignerTests
{
    public const string Algorithm = "BCE-AUTH-V1";

    public static IEnumerable<TheoryDataRow<string>> Vectors => AuthVectors.Of(Algorithm);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vector(string id)
    {
        var vector = AuthVectors.Get(id);
        var secret = vector.Text("secret_access_key")!;

        var signature = Sign(vector, secret);
        var lines = signature.CanonicalRequest.Split('\n');

        vector.Expect("auth_string_prefix", signature.Scope);
        vector.Expect("signing_key_hex_ascii", BceSigner.SigningKey(secret, signature.Scope));
        vector.Expect("canonical_query", lines[2]);
        vector.Expect("canonical_headers", string.Join('\n', lines[3..]));
        vector.Expect("canonical_request", signature.CanonicalRequest);
        vector.Expect("signed_headers", signature.Authorization.Split('/')[^2]);
        vector.Expect("signature", signature.Signature);
        vector.Expect("authorization", signature.Authorization);
        vector.AllCompared();
        Assert.Equal("***", signature.ToString());
    }

    [Fact]
    public void Path_EscapedAlready_IsNotEscapedTwice()
    {
        static string CanonicalOf(string path) => BceSigner.Sign(new() { Path = path, Headers = [new("Host", "h")] }, "ak", "sk", DateTimeOffset.UnixEpoch, BceSigner.DefaultExpiry).CanonicalRequest;

        Assert.Equal("POST\n/v2/a%20b/%E6%96%87\n\nhost:h", CanonicalOf("/v2/a b/文"));
        Assert.Equal(CanonicalOf("/v2/a b/文"), CanonicalOf("/v2/a%20b/%E6%96%87"));
    }

    [Fact]
    public void EmptyHeaders_AreNeitherSignedNorListed()
    {
        var signature = BceSigner.Sign(new() { Headers = [new("X-Bce-Empty", " "), new("HOST", " h ")] }, "ak", "sk", DateTimeOffset.UnixEpoch, BceSigner.DefaultExpiry);

        Assert.Equal("POST\n/\n\nhost:h", signature.CanonicalRequest);
        Assert.StartsWith("bce-auth-v1/ak/1970-01-01T00:00:00Z/300/host/", signature.Authorization, StringComparison.Ordinal);
    }

    private static RequestSignature Sign(AuthVector vector, string secret)
    {
        var chosen = vector.Input("headers_to_sign");
        var names = chosen.ValueKind == JsonValueKind.Null ? null : chosen.EnumerateArray().Select(static name => name.GetString()!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var request = new SigningRequest
        {
            Method = vector.Text("method")!,
            Path = vector.Text("path")!,
            Query = vector.Pairs("query"),
            Headers = [.. vector.Pairs("headers").Where(pair => names?.Contains(pair.Key) ?? true)],
        };

        var now = DateTimeOffset.Parse(vector.Text("timestamp")!, CultureInfo.InvariantCulture);
        var expiry = TimeSpan.FromSeconds(vector.Number("expiration_seconds"));
        return names is null
            ? BceSigner.SignDefaultHeaders(request, vector.Text("access_key_id")!, secret, now, expiry)
            : BceSigner.Sign(request, vector.Text("access_key_id")!, secret, now, expiry);
    }
}
