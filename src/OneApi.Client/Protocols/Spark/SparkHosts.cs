namespace OneApi.Client.Protocols.Spark;

/// <summary>The vendor has a host for each service (protocols/spark.md §1). An address of one's own stands for all of them.</summary>
internal static class SparkHosts
{
    private const string Chat = "wss://spark-api.xf-yun.com";
    private const string Images = "wss://spark-api.cn-huabei-1.xf-yun.com";
    private const string Vectors = "https://emb-cn-huabei-1.xf-yun.com";

    public static string OfChat(ProviderEndpoint endpoint, SparkModel model) => model.SeesImages && IsVendor(endpoint) ? Images : endpoint.BaseUrl;

    public static string OfEmbeddings(ProviderEndpoint endpoint)
    {
        if (IsVendor(endpoint))
        {
            return Vectors;
        }

        return endpoint.BaseUrl.StartsWith("ws", StringComparison.OrdinalIgnoreCase) ? "http" + endpoint.BaseUrl["ws".Length..] : endpoint.BaseUrl;
    }

    private static bool IsVendor(ProviderEndpoint endpoint) => endpoint.BaseUrl.Equals(Chat, StringComparison.OrdinalIgnoreCase);
}
