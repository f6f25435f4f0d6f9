namespace OneApi.Client.Testing.Spark;

/// <summary>One version of the model as the vendor serves it: where, under which domains, and what it takes (spark.md §1, §4).</summary>
internal sealed record SparkVersion(string Path, string[] Domains, int MaxTokens)
{
    public static readonly SparkVersion[] All =
    [
        new("/v1.1/chat", ["lite", "general"], 4096),
        new("/v2.1/chat", ["generalv2"], 8192),
        new("/v3.1/chat", ["generalv3"], 8192),
        new("/chat/pro-128k", ["pro-128k"], 4096) { TakesSystem = true },
        new("/v3.5/chat", ["generalv3.5"], 8192) { TakesSystem = true, TakesFunctions = true },
        new("/chat/max-32k", ["max-32k"], 8192) { TakesSystem = true, TakesFunctions = true },
        new("/v4.0/chat", ["4.0Ultra"], 8192) { TakesSystem = true, TakesFunctions = true },
        new("/v1/x1", ["x1", "spark-x"], 65535) { Thinks = true },
        new("/v2.1/image", ["image", "imagev3"], 8192) { SeesImages = true },
    ];

    public bool TakesSystem { get; private init; }

    public bool TakesFunctions { get; private init; }

    public bool Thinks { get; private init; }

    public bool SeesImages { get; private init; }

    public static SparkVersion? At(string path) => Array.Find(All, version => version.Path == path);
}
