using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Redis.Connection;

/// <summary>A Lua script of this package, made of one or more files, and the digest by which a server knows it.</summary>
internal sealed class RedisScript
{
    private RedisScript(string text)
    {
        Text = text;
#pragma warning disable CA5350 // Redis names scripts by SHA-1; nothing depends on its strength
        Digest = SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
    }

    public string Text { get; }

    public byte[] Digest { get; }

    public static RedisScript FromText(string text) => new(text);

    public static RedisScript Load(params ReadOnlySpan<string> names)
    {
        var text = new StringBuilder();
        foreach (var name in names)
        {
            using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream($"OneApi.Client.Redis.Scripts.{name}.lua")
                ?? throw new InvalidOperationException($"The script '{name}' is missing from the assembly.");
            using var reader = new StreamReader(stream, Encoding.UTF8);
            text.Append(reader.ReadToEnd());
        }

        return new(text.ToString());
    }
}
