namespace OneApi.Client.Protocols;

/// <summary>What a server knows of OpenAI's image wire, where servers of it differ. Data of the catalogue; the defaults hold for a server of which nothing is known.</summary>
internal sealed record ImageProfile
{
    public static readonly ImageProfile Default = new();

    /// <summary>Gets what is different for single models, by the start of their name on the wire; the first match holds.</summary>
    public (string ModelPrefix, ImageProfile Profile)[] Variants { get; init; } = [];

    public string Path { get; init; } = "/images/generations";

    /// <summary>Gets how images to begin with are sent.</summary>
    public ImageEdits Edits { get; init; } = ImageEdits.Form;

    /// <summary>Gets how many images an edit may begin with.</summary>
    public int MaxOriginals { get; init; } = 16;

    /// <summary>Gets the member of the generation request that holds them, for <see cref="ImageEdits.Member"/>.</summary>
    public string EditMember { get; init; } = "image";

    /// <summary>Gets the member for the number of images, or null where there is none.</summary>
    public string? CountField { get; init; } = "n";

    /// <summary>Gets how many images one call makes; more are several calls.</summary>
    public int MaxCount { get; init; } = 10;

    /// <summary>Gets the member for the size, or null where it is told otherwise or not at all.</summary>
    public string? SizeField { get; init; } = "size";

    /// <summary>Gets the member for the proportion where the server takes no size.</summary>
    public string? AspectField { get; init; }

    /// <summary>Gets a value indicating whether the size travels as <c>width</c> and <c>height</c>.</summary>
    public bool SizeMembers { get; init; }

    /// <summary>Gets the sizes that the model takes; empty means any.</summary>
    public string[] Sizes { get; init; } = [];

    /// <summary>Gets the member that picks addresses or data, or null where there is no choice.</summary>
    public string? ResponseFormatField { get; init; } = "response_format";

    public string DataWord { get; init; } = "b64_json";

    /// <summary>Gets a value indicating whether images come as data whatever is asked for.</summary>
    public bool DataOnly { get; init; }

    /// <summary>Gets the member for the format of the file, or null where there is none.</summary>
    public string? FormatField { get; init; } = "output_format";

    /// <summary>The profile that holds for one model.</summary>
    public ImageProfile For(string model)
    {
        foreach (var (prefix, profile) in Variants)
        {
            if (model.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return profile;
            }
        }

        return this;
    }
}
