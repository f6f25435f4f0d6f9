namespace OneApi.Client.Testing.Tests;

/// <summary>Real recorded traffic, which is not part of the repository.</summary>
internal static class Recordings
{
    public const string Missing = "The folder of real recordings (shared/recordings beside the repository) is not here.";

    /// <summary>Gets the folder; null where it is missing.</summary>
    public static string? Folder { get; } = Find();

    public static IEnumerable<(string File, RecordedExchange Exchange)> Of(string provider)
        => from file in Directory.EnumerateFiles(Path.Combine(Folder!, provider), "*.json").Order(StringComparer.Ordinal)
           from exchange in RecordedExchange.Load(file)
           select (Path.GetFileName(file), exchange);

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "recordings");

            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
