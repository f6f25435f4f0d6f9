using OneApi.Client.Protocols;

namespace OneApi.Client.Providers;

/// <summary>What the servers of OpenAI's image wire know, each as its page says.</summary>
internal static class ImageProfiles
{
    /// <summary>images.md §1: gpt-image refuses response_format and always gives data.</summary>
    private static readonly ImageProfile GptImage = new()
    {
        Edits = ImageEdits.FormOrJson,
        Sizes = ["1024x1024", "1536x1024", "1024x1536"],
        ResponseFormatField = null,
        DataOnly = true,
    };

    /// <summary>images.md §1: no edits, one image a call, sizes of its own.</summary>
    private static readonly ImageProfile DallE3 = new() { Edits = ImageEdits.None, MaxCount = 1, Sizes = ["1024x1024", "1792x1024", "1024x1792"], FormatField = null };

    private static readonly ImageProfile DallE2 = new() { MaxOriginals = 1, Sizes = ["256x256", "512x512", "1024x1024"], FormatField = null };

    public static readonly ImageProfile OpenAI = GptImage with
    {
        Variants = [("dall-e-3", DallE3), ("dall-e-2", DallE2), ("gpt-image-2", GptImage with { Sizes = [] })],
    };

    /// <summary>images.md §1, xAI: a proportion in place of a size; edits are JSON.</summary>
    public static readonly ImageProfile XAI = new() { Edits = ImageEdits.TypedJson, SizeField = null, AspectField = "aspect_ratio", FormatField = null };

    /// <summary>doubao.md §9: no n; images to begin with are a member.</summary>
    public static readonly ImageProfile Doubao = new() { Edits = ImageEdits.Member, CountField = null, MaxCount = 1 };

    /// <summary>zhipu.md §9: one image a call, addresses only.</summary>
    public static readonly ImageProfile Zhipu = new() { Edits = ImageEdits.None, CountField = null, MaxCount = 1, ResponseFormatField = null, FormatField = null };

    /// <summary>other-openai-compatible-cn.md §5.</summary>
    public static readonly ImageProfile SiliconFlow = new()
    {
        Edits = ImageEdits.Member,
        MaxOriginals = 1,
        CountField = "batch_size",
        MaxCount = 4,
        SizeField = "image_size",
        ResponseFormatField = null,
        FormatField = null,
    };

    /// <summary>wenxin.md §11: addresses only.</summary>
    public static readonly ImageProfile Qianfan = new() { Edits = ImageEdits.Member, EditMember = "refer_image", MaxOriginals = 1, MaxCount = 4, ResponseFormatField = null, FormatField = null };

    /// <summary>other-openai-compatible-cn.md §2: n is 1.</summary>
    public static readonly ImageProfile StepFun = new() { Edits = ImageEdits.None, MaxCount = 1, FormatField = null };

    /// <summary>minimax.md §11.</summary>
    public static readonly ImageProfile MiniMax = new()
    {
        Path = "/image_generation",
        Edits = ImageEdits.None,
        MaxCount = 9,
        SizeMembers = true,
        DataWord = "base64",
        FormatField = null,
    };
}
