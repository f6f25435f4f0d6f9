namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>How an action of the Tencent Cloud API is named (protocols/hunyuan.md §1).</summary>
internal static class HunyuanAction
{
    private const string Version = "2023-09-01";

    public static string UrlOf(ProviderEndpoint endpoint) => endpoint.BaseUrl + "/";

    public static KeyValuePair<string, string>[] HeadersOf(string action, ProviderEndpoint endpoint) =>
        [new("X-TC-Action", action), new("X-TC-Version", endpoint.ApiVersion ?? Version)];
}
