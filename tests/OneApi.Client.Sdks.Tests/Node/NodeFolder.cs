using System.Security.Cryptography;

namespace OneApi.Client.Sdks.Tests.Node;

/// <summary>The folder with the scripts and their packages: installed once, kept between runs, made anew when package.json changes.</summary>
internal static class NodeFolder
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static readonly string[] NetworkErrors = ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ENETUNREACH", "ETIMEDOUT"];
    private static (string? Folder, string? Missing)? _ready;

    /// <summary>Installs what package.json names.</summary>
    /// <returns>The folder, or null and why there is none.</returns>
    public static async Task<(string? Folder, string? Missing)> GetAsync(CancellationToken cancellationToken)
    {
        if (await VersionAsync("node", cancellationToken) is not { } node)
        {
            return (null, "node is not installed.");
        }

        // What the packages' "engines" ask for.
        if (!int.TryParse(node.TrimStart('v').Split('.')[0], out var major) || major < 18)
        {
            return (null, $"The SDKs need node 18 or later, this is {node}.");
        }

        if (await VersionAsync("npm", cancellationToken) is null)
        {
            return (null, "npm is not installed.");
        }

        await Gate.WaitAsync(cancellationToken);
        try
        {
            return _ready ??= await MakeAsync(cancellationToken);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Packages stand in a folder that is named after package.json, scripts in one below it that is named after them: runs of other versions are not disturbed.</summary>
    private static async Task<(string? Folder, string? Missing)> MakeAsync(CancellationToken cancellationToken)
    {
        var source = Path.Combine(AppContext.BaseDirectory, "Node");
        var package = Path.Combine(source, "package.json");
        var packages = Path.Combine(Path.GetTempPath(), "oneapi-client-sdks-" + await HashAsync([package], cancellationToken));
        if (!Directory.Exists(packages) && await InstallAsync(package, packages, cancellationToken) is { } missing)
        {
            return (null, missing);
        }

        string[] scripts = [.. Directory.EnumerateFiles(source, "*.mjs").Order(StringComparer.Ordinal)];
        var folder = Directory.CreateDirectory(Path.Combine(packages, await HashAsync(scripts, cancellationToken))).FullName;
        foreach (var script in scripts)
        {
            File.Copy(script, Path.Combine(folder, Path.GetFileName(script)), overwrite: true);
        }

        return (folder, null);
    }

    /// <summary>Installs beside the folder and moves it there when all is well.</summary>
    /// <returns>Why it can't be, or null.</returns>
    private static async Task<string?> InstallAsync(string package, string target, CancellationToken cancellationToken)
    {
        var made = Directory.CreateDirectory($"{target}-{Guid.NewGuid():n}").FullName;
        File.Copy(package, Path.Combine(made, "package.json"));

        // package.json pins exact versions; a lock file would name the registry of the machine that wrote it.
        var (code, _, errors) = await NodeProcess.RunAsync("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--prefer-offline", "--fetch-retries=1"], made, [], TimeSpan.FromMinutes(4), cancellationToken);
        if (code != 0)
        {
            Directory.Delete(made, recursive: true);
            return NetworkErrors.Any(error => errors.Contains(error, StringComparison.Ordinal))
                ? "npm's registry is not reachable."
                : throw new InvalidOperationException($"npm install failed with {code}: {errors}");
        }

        try
        {
            Directory.Move(made, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            Directory.Delete(made, recursive: true); // another run was faster
        }

        return null;
    }

    private static async Task<string> HashAsync(IEnumerable<string> files, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(await File.ReadAllBytesAsync(file, cancellationToken));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    private static async Task<string?> VersionAsync(string program, CancellationToken cancellationToken)
    {
        try
        {
            var (code, output, _) = await NodeProcess.RunAsync(program, ["--version"], Path.GetTempPath(), [], TimeSpan.FromSeconds(30), cancellationToken);
            return code == 0 ? output.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
