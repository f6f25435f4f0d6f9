using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>
/// The administrator's key that was set through the one-use link: <c>oneapi-admin-key-1:{salt}:{hash}</c>, with HMAC-SHA-256 over the key.
/// It is written once; whoever wants another key deletes the file and starts anew. Thread-safe.
/// </summary>
internal sealed class AdminKeyFile
{
    private const string Format = "oneapi-admin-key-1";
    private readonly Lock _gate = new();
    private volatile Stored? _stored;

    /// <exception cref="InvalidDataException">The file is there and can't be read as one: the start ends rather than that somebody sets a new key.</exception>
    public AdminKeyFile(string path)
    {
        Path = path;
        _stored = Read();
    }

    public string Path { get; }

    /// <summary>Gets a value indicating whether a key is set; another process that shares the folder may have set it since.</summary>
    public bool HasKey => (_stored ??= Read()) is not null;

    public bool Matches(string key) =>
        HasKey && _stored is { } stored && CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(stored.Salt, Encoding.UTF8.GetBytes(key)), stored.Hash);

    /// <summary>Sets the key, or says that one was set before.</summary>
    public bool TrySet(string key)
    {
        lock (_gate)
        {
            if (HasKey)
            {
                return false;
            }

            var salt = RandomNumberGenerator.GetBytes(32);
            var hash = HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(key));
            if (!Write($"{Format}:{Convert.ToBase64String(salt)}:{Convert.ToBase64String(hash)}\n"))
            {
                return false;
            }

            _stored = new(salt, hash);
            return true;
        }
    }

    /// <summary>Whole or not at all, and never over one that is there.</summary>
    private bool Write(string text)
    {
        if (System.IO.Path.GetDirectoryName(Path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var draft = Path + "." + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var file = new FileStream(draft, options))
            {
                file.Write(Encoding.ASCII.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, Path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(Path))
        {
            return false; // another process was first
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private Stored? Read()
    {
        string text;
        try
        {
            text = File.ReadAllText(Path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        var parts = text.Trim().Split(':');
        Span<byte> salt = stackalloc byte[32];
        Span<byte> hash = stackalloc byte[32];
        return parts.Length == 3
            && parts[0] == Format
            && Convert.TryFromBase64String(parts[1], salt, out var saltLength) && saltLength == salt.Length
            && Convert.TryFromBase64String(parts[2], hash, out var hashLength) && hashLength == hash.Length
                ? new(salt.ToArray(), hash.ToArray())
                : throw new InvalidDataException($"OneApi:Admin:KeyFile: '{Path}' is there and holds no key that this gateway has written; take it away to set a new key.");
    }

    private sealed record Stored(byte[] Salt, byte[] Hash);
}
