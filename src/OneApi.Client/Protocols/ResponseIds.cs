using System.Security.Cryptography;

namespace OneApi.Client.Protocols;

/// <summary>Ids for answers of wires and servers that name none.</summary>
internal static class ResponseIds
{
    public static string New() => "resp_" + RandomNumberGenerator.GetHexString(24, lowercase: true);
}
