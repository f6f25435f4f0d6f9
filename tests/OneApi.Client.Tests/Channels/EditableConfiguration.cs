using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace OneApi.Client.Tests.Channels;

/// <summary>A configuration that a test edits as a whole, as somebody edits a file.</summary>
internal sealed class EditableConfiguration
{
    private readonly Provider _provider = new();

    public EditableConfiguration(string json)
    {
        _provider.Put(json);
        Root = new ConfigurationRoot([_provider]);
    }

    public IConfigurationRoot Root { get; }

    public static IConfigurationRoot Of(string json) => new EditableConfiguration(json).Root;

    public void Edit(string json)
    {
        _provider.Put(json);
        Root.Reload();
    }

    private sealed class Provider : ConfigurationProvider
    {
        public void Put(string json)
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
            var parsed = new JsonStreamConfigurationProvider(new JsonStreamConfigurationSource { Stream = stream });
            parsed.Load();
            Data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            Copy(parsed, null);
        }

        private void Copy(JsonStreamConfigurationProvider parsed, string? parent)
        {
            foreach (var key in parsed.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase))
            {
                var path = parent is null ? key : parent + ":" + key;
                if (parsed.TryGet(path, out var value))
                {
                    Data[path] = value;
                }

                Copy(parsed, path);
            }
        }
    }
}
