using Microsoft.Extensions.AI;

namespace OneApi.Client;

/// <summary>Names under which <see cref="UsageDetails.AdditionalCounts"/> holds what Microsoft.Extensions.AI has no member for, the same for every provider.</summary>
public static class UsageCounts
{
    /// <summary>The tokens of input that were written to a cache. They are part of <see cref="UsageDetails.InputTokenCount"/>.</summary>
    public const string CacheWrites = "cache_creation_input_tokens";

    /// <summary>The images that were made.</summary>
    public const string Images = "images";

    /// <summary>The characters that were spoken.</summary>
    public const string Characters = "characters";

    /// <summary>The seconds of sound that were heard; those begun are whole ones.</summary>
    public const string Seconds = "seconds";

    /// <summary>The searches that putting documents in order was billed as.</summary>
    public const string Searches = "search_units";
}
