namespace OneApi.Client.Sdks.Tests;

/// <summary>The channels as rows of theories, by what they can do.</summary>
internal static class SdkChannelRows
{
    public static TheoryData<string> All => Where(static _ => true);

    public static TheoryData<string> WithSchemas => Where(static channel => channel.HasSchemas);

    public static TheoryData<string> WithVision => Where(static channel => channel.VisionModel is not null);

    public static TheoryData<string> WithEmbeddings => Where(static channel => channel.EmbeddingModel is not null);

    public static SdkChannel Of(string name) => SdkChannel.All.Single(channel => channel.Name == name);

    private static TheoryData<string> Where(Func<SdkChannel, bool> can) => [.. SdkChannel.All.Where(can).Select(static channel => channel.Name)];
}
