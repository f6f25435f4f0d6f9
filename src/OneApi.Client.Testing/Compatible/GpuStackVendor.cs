namespace OneApi.Client.Testing.Compatible;

/// <summary>GPUStack (docs.gpustack.ai): usage on the chunk that ends the answer, no <c>[DONE]</c>.</summary>
internal static class GpuStackVendor
{
    public static readonly CompatibleVendor Row = new("gpustack", "/v1")
    {
        Key = "gpustack_fake_0123456789abcdefghijkl",
        Usage = StreamUsage.OnFinish,
        EndsWithDone = false,
    };
}
