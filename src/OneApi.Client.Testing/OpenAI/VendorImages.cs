using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.OpenAI;

/// <summary><c>images/generations</c> of the vendors whose requests are like OpenAI's and whose answers have a shape of their own.</summary>
internal sealed class VendorImages(ImageFiles files)
{
    private const int UsualSize = 1024;

    /// <summary>Gets the member that holds the size as text; null where width and height are members.</summary>
    public string? SizeField { get; init; } = "size";

    /// <summary>Gets how many images a request asks for.</summary>
    public Func<JsonElement, int> CountOf { get; init; } = static _ => 1;

    /// <summary>Gets how many there may be.</summary>
    public int Most { get; init; } = 1;

    /// <summary>Gets the word of <c>response_format</c> that asks for data; null where the vendor gives addresses only.</summary>
    public string? DataWord { get; init; }

    /// <summary>Gets what makes the answer.</summary>
    public required Func<WireCall, IReadOnlyList<VendorImage>, JsonObject> Shape { get; init; }

    public WireAnswer Generate(WireCall call)
    {
        OpenAIBodyCheck.RequireObjectWithModel(call.Json);
        OpenAIBodyCheck.Required(call.Json, "prompt");
        call.RequireKnownModel();
        var count = CountOf(call.Json);
        if (count < 1 || count > Most)
        {
            throw RequestRefusedException.Invalid($"The number of images must be 1 to {Most}.");
        }

        var (width, height) = SizeOf(call.Json);
        var seed = call.Json.Member("seed").Int32OrNull() ?? 1;
        var images = call.IsEmptied ? [] : Enumerable.Range(0, count).Select(index => Make(call, width, height, seed + index)).ToList();

        return WireAnswer.Json(Shape(call, images));
    }

    private VendorImage Make(WireCall call, int width, int height, int seed)
    {
        var image = SamplePng.Make(width, height, seed);
        var isData = DataWord is not null && call.Json.Member("response_format").TextOrNull() == DataWord;

        return new(isData ? Convert.ToBase64String(image) : files.Add(image, call.Request), isData, FormattableString.Invariant($"{width}x{height}"));
    }

    /// <summary>Words for a size, such as <c>2K</c>, leave it to the vendor.</summary>
    private (int Width, int Height) SizeOf(JsonElement body) => SizeField is not null
        ? ImageSize.Parse(body.Member(SizeField).TextOrNull(), 'x') ?? (UsualSize, UsualSize)
        : (body.Member("width").Int32OrNull() ?? UsualSize, body.Member("height").Int32OrNull() ?? UsualSize);
}
