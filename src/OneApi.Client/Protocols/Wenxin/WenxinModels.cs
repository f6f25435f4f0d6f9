using System.Collections.Frozen;

namespace OneApi.Client.Protocols.Wenxin;

/// <summary>Which address serves which model (protocols/wenxin.md §1, §3, §10). A name that is not here is its own endpoint, in lower case, so a channel's model map may name any.</summary>
internal static class WenxinModels
{
    /// <summary>What models with a window of 8K can say at most.</summary>
    private const int Short = 2048;

    private static readonly FrozenDictionary<string, WenxinModel> ByName = new WenxinModel[]
    {
        new("ERNIE-4.0-8K", "completions_pro", Short),
        new("ERNIE-Bot-4", "completions_pro", Short),
        new("ERNIE-4.0-8K-Latest", "ernie-4.0-8k-latest", Short),
        new("ERNIE-4.0-8K-Preview", "ernie-4.0-8k-preview", Short),
        new("ERNIE-4.0-8K-0613", "ernie-4.0-8k-0613", Short),
        new("ERNIE-4.0-8K-0329", "ernie-4.0-8k-0329", Short),
        new("ERNIE-4.0-8K-0104", "ernie-4.0-8k-0104", Short),
        new("ERNIE-4.0-Turbo-8K", "ernie-4.0-turbo-8k", Short),
        new("ERNIE-3.5-8K", "completions", Short),
        new("ERNIE-Bot", "completions", Short),
        new("ERNIE-3.5-8K-0205", "ernie-3.5-8k-0205", Short),
        new("ERNIE-3.5-8K-0701", "ernie-3.5-8k-0701", Short),
        new("ERNIE-3.5-8K-0613", "ernie-3.5-8k-0613", Short),
        new("ERNIE-3.5-8K-1222", "ernie-3.5-8k-1222", Short),
        new("ERNIE-3.5-8K-0329", "ernie-3.5-8k-0329", Short),
        new("ERNIE-3.5-4K-0205", "ernie-3.5-4k-0205"),
        new("ERNIE-3.5-128K", "ernie-3.5-128k"),
        new("ERNIE-Bot-8k", "ernie_bot_8k", Short),
        new("ERNIE-Lite-8K", "ernie-lite-8k", Short),
        new("ERNIE-Lite-8K-0308", "ernie-lite-8k", Short),
        new("ERNIE-Lite-8K-0922", "eb-instant", Short),
        new("ERNIE-Bot-turbo", "eb-instant", Short),
        new("ERNIE-Speed-8K", "ernie_speed", Short),
        new("ERNIE-Speed-128K", "ernie-speed-128k"),
        new("ERNIE-Speed-Pro-8K", "ernie-speed-pro-8k", Short),
        new("ERNIE-Speed-Pro-128K", "ernie-speed-pro-128k"),
        new("ERNIE-Lite-Pro-8K", "ernie-lite-pro-8k", Short),
        new("ERNIE-Novel-8K", "ernie-novel-8k", Short),
        new("ERNIE-Tiny-8K", "ernie-tiny-8k", Short),
        new("ERNIE-Function-8K", "ernie-func-8k", Short),
        new("ERNIE-Functions-8K", "ernie-func-8k", Short),
        new("ERNIE-Character-8K", "ernie-char-8k", Short),
        new("bge-large-zh", "bge_large_zh"),
        new("bge-large-en", "bge_large_en"),
        new("tao-8k", "tao_8k"),
    }.ToFrozenDictionary(row => row.Name, StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<WenxinModel> All => ByName.Values;

    public static string EndpointOf(string model) => ByName.TryGetValue(model, out var row) ? row.Endpoint : model.ToLowerInvariant();

    public static int? MaxOutputTokensOf(string model) => ByName.GetValueOrDefault(model)?.MaxOutputTokens;
}
