using System.Text.Json;

namespace OneApi.Client.Sdks.Tests.Node;

/// <summary>Runs each script once against one host, and keeps what its checks said.</summary>
public sealed class NodeFixture : IAsyncLifetime
{
    private readonly SdkHost _host = new();
    private readonly Dictionary<string, Dictionary<string, string>> _results = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);

    /// <summary>Gets why nothing ran; null when it did.</summary>
    public string? Missing { get; private set; }

    /// <summary>What a check said: empty when all was well, null when it never ran.</summary>
    public string? ResultOf(string script, string check) => _results[script].GetValueOrDefault(check);

    /// <summary>What a script said beside its checks.</summary>
    public string WordsOf(string script) => _words[script];

    /// <summary>The checks that a script made.</summary>
    public IEnumerable<string> ChecksOf(string script) => _results[script].Keys;

    public async ValueTask InitializeAsync()
    {
        (var folder, Missing) = await NodeFolder.GetAsync(TestContext.Current.CancellationToken);
        if (folder is null)
        {
            return;
        }

        await _host.InitializeAsync();
        foreach (var script in NodeChecks.Scripts)
        {
            _results[script] = await RunAsync(script, folder);
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task<Dictionary<string, string>> RunAsync(string script, string folder)
    {
        var environment = new Dictionary<string, string>
        {
            ["SDK_URL"] = _host.Url,
            ["SDK_KEYS"] = JsonSerializer.Serialize(_host.Keys),
            ["SDK_CHANNELS"] = JsonSerializer.Serialize(SdkChannel.All.Select(static channel => new { name = channel.Name, model = channel.Model, vision = channel.VisionModel, embedding = channel.EmbeddingModel, structured = channel.HasSchemas })),
        };
        var (_, output, errors) = await NodeProcess.RunAsync("node", [script + ".mjs"], folder, environment, TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);
        var results = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // Packages write warnings of their own.
            if (!line.StartsWith("{\"name\"", StringComparison.Ordinal))
            {
                errors += line + '\n';
                continue;
            }

            var check = JsonElement.Parse(line);
            results[check.GetProperty("name").GetString()!] = check.GetProperty("ok").GetBoolean() ? string.Empty : check.GetProperty("detail").GetString()!;
        }

        _words[script] = errors;
        return results;
    }
}
