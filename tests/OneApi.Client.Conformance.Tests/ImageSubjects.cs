using OneApi.Client.Providers;
using OneApi.Client.Testing;

namespace OneApi.Client.Conformance.Tests;

/// <summary>Every way to have images made for which there is a fake.</summary>
internal static class ImageSubjects
{
    private const string Workflow = """
        {
          "3": {"class_type":"KSampler","inputs":{"seed":1,"steps":20,"cfg":8,"model":["4",0],"positive":["6",0],"negative":["7",0],"latent_image":["5",0]}},
          "4": {"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"sd_xl_base_1.0.safetensors"}},
          "5": {"class_type":"EmptyLatentImage","inputs":{"width":64,"height":64,"batch_size":1}},
          "6": {"class_type":"CLIPTextEncode","inputs":{"text":"","clip":["4",1]}},
          "7": {"class_type":"CLIPTextEncode","inputs":{"text":"","clip":["4",1]}},
          "9": {"class_type":"SaveImage","inputs":{"filename_prefix":"oneapi","images":["3",0]}}
        }
        """;

    private static readonly ImageSubject[] All =
    [
        new("openai", "gpt-image-1", FakeOpenAI.Start) { Seed = null },
        new("openai", "dall-e-2", FakeOpenAI.Start) { Seed = null, GivesAddresses = true },
        new("openai", "dall-e-3", FakeOpenAI.Start) { Seed = null, GivesAddresses = true, Edits = false },
        new("openai-compatible", "flux", FakeOpenAI.Start) { GivesAddresses = true },
        new("gemini", "imagen-4.0-generate-001", FakeGemini.Start) { Edits = false, EmptyMeansFiltered = true },
        new("stability", "sd3.5-large", FakeStability.Start),
        new("stability", "stable-image-core", FakeStability.Start) { Edits = false },
        new("sd-webui", "sd_xl_base_1.0", FakeStableDiffusion.Start) { Filters = false, UnknownFaults = ["RateLimited", "QuotaExhausted"] },
        new("comfyui", "poster", FakeComfyUI.Start)
        {
            Configure = static channel =>
            {
                channel.ApiKey = "";
                channel.Workflows["poster"] = new()
                {
                    Json = Workflow,
                    Inputs = { ["prompt"] = "6.text", ["seed"] = "3.seed", ["width"] = "5.width", ["height"] = "5.height", ["count"] = "5.batch_size" },
                };
            },
            IsTask = true,
            Edits = false,
            Filters = false,
            UnknownFaults = ["RateLimited", "QuotaExhausted", "Unauthorized"],
            Abandon = ("POST", "/interrupt"),
        },
        new("qwen", "wan2.2-t2i-flash", FakeQwen.Start) { IsTask = true, GivesAddresses = true, Edits = false },
        new("qwen", "qwen-image", FakeQwen.Start) { IsTask = true, GivesAddresses = true, Edits = false },
        new("qwen", "qwen-image-edit-max", FakeQwen.Start) { GivesAddresses = true },
        new("hunyuan", "hunyuan-image", FakeHunyuan.Start) { IsTask = true, GivesAddresses = true, Edits = false, Seed = "Seed" },
        new("hunyuan", "hunyuan-image-lite", FakeHunyuan.Start) { GivesAddresses = true, Edits = false, Seed = null },
        new("doubao", "doubao-seedream-4-0-250828", FakeDoubao.Start) { Configure = static channel => channel.SecretKey = null, GivesAddresses = true },
        new("zhipu", "cogview-4", FakeZhipu.Start) { GivesAddresses = true, Edits = false, Seed = null },
        new("minimax", "image-01", FakeMiniMax.Start) { GivesAddresses = true, Edits = false },
        new("siliconflow", "Kwai-Kolors/Kolors", FakeSiliconFlow.Start) { GivesAddresses = true },
        new("stepfun", "step-1x-medium", FakeStepFun.Start) { GivesAddresses = true, Edits = false },
        new("qianfan", "irag-1.0", FakeQianfan.Start) { Configure = static channel => channel.SecretKey = null, GivesAddresses = true },
        new("replicate", "black-forest-labs/flux-schnell", FakeReplicate.Start) { IsTask = true, GivesAddresses = true, Abandon = ("POST", "/cancel") },
    ];

    private static readonly Dictionary<string, ImageSubject> ByName = All.ToDictionary(static subject => subject.Name);

    public static TheoryData<string> Names => [.. ByName.Keys];

    public static ImageSubject Of(string name) => ByName[name];

    /// <summary>The image protocols of the catalogue that no subject speaks.</summary>
    public static IEnumerable<string> Missing => ProviderCatalogue.All
        .SelectMany(static row => row.Wires.Select(static wire => wire.Images))
        .OfType<string>()
        .Except(All.SelectMany(static subject => ProviderCatalogue.Find(subject.Provider)!.Wires.Select(static wire => wire.Images)).OfType<string>());
}
