using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Sdks.Tests.Node;

/// <summary>The folder with the scripts and their packages: installed once, kept between runs, made anew when package.json changes.</summary>
internal static class NodeFolder
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static string? _ready;

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
            return (_ready ??= await InstallAsync(cancellationToken), null);
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task<string> InstallAsync(CancellationToken cancellationToken)
    {
        var source = Path.Combine(AppContext.BaseDirectory, "Node");
        var package = await File.ReadAllTextAsync(Path.Combine(source, "package.json"), cancellationToken);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(package)))[..12];
        var folder = Path.Combine(Path.GetTempPath(), "oneapi-client-sdks-" + hash);
        var done = Path.Combine(folder, "installed");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        if (!File.Exists(done))
        {
            // package.json pins exact versions; a lock file would name the registry of the machine that wrote it.
            var (code, _, errors) = await NodeProcess.RunAsync("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--prefer-offline"], folder, [], TimeSpan.FromMinutes(4), cancellationToken);
            if (code != 0)
            {
                throw new InvalidOperationException($"npm install failed with {code} in {folder}: {errors}");
            }

            await File.WriteAllTextAsync(done, hash, cancellationToken);
        }

        return folder;
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
