using System.Globalization;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>What a model's name says: its resource path, its version and its variant.</summary>
/// <param name="Name">The name without prefixes, in lower case.</param>
/// <param name="Version">The version (2.5, 3, …); <see cref="Newest"/> for an alias without a number; null for what is no Gemini model.</param>
internal readonly record struct GeminiModel(string Name, double? Version)
{
    /// <summary>Aliases such as <c>gemini-flash-latest</c> follow the newest generation.</summary>
    private const double Newest = 3.1;

    private const string Models = "models/";
    private const string TunedModels = "tunedModels/";

    /// <summary>Gets a value indicating whether the model checks thought signatures and takes media inside function responses (gemini.md §3).</summary>
    public bool IsGemini3 => Version >= 3;

    /// <summary>Gets a value indicating whether <c>responseJsonSchema</c> is known (gemini.md §2: 2.5 and later). An unknown name gets the benefit of the doubt.</summary>
    public bool TakesJsonSchema => Version is null or >= 2.5;

    public static GeminiModel Of(string model)
    {
        var name = model[(model.LastIndexOf('/') + 1)..].ToLowerInvariant();
        return new(name, VersionOf(name));
    }

    /// <summary>The address of a method of a model; a prefix that the name brings is kept.</summary>
    public static string Url(ProviderEndpoint endpoint, string model, string method) => endpoint.BaseUrl + "/" + Escape(ResourceName(model)) + method;

    /// <summary>The resource name as bodies and paths want it: <c>models/…</c> or <c>tunedModels/…</c>.</summary>
    public static string ResourceName(string model) =>
        model.StartsWith(Models, StringComparison.Ordinal) || model.StartsWith(TunedModels, StringComparison.Ordinal) ? model : Models + model;

    private static string Escape(string resource)
    {
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        return resource[..(slash + 1)] + Uri.EscapeDataString(resource[(slash + 1)..]);
    }

    private static double? VersionOf(string name)
    {
        const string Prefix = "gemini-";
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = name.AsSpan(Prefix.Length);
        var end = rest.IndexOf('-');
        var first = end < 0 ? rest : rest[..end];
        return double.TryParse(first, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var version) ? version : Newest;
    }
}
