using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>The keys to the admin API, as hashes. Thread-safe.</summary>
internal sealed class AdminKeyRing
{
    public const string AdminName = "admin";

    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(32);
    private readonly List<(AdminCaller Caller, byte[] Hash)> _keys = [];
    private readonly AdminKeyFile? _file;

    public AdminKeyRing(OneApiAdminOptions options, AdminKeyFile? file)
    {
        _file = file;
        if (options.Key is { } own)
        {
            _keys.Add((new(AdminName, OneApiAdminRole.Admin, IsAmbient: false), Hash(own)));
        }

        foreach (var key in options.Keys)
        {
            _keys.Add((new(key.Name, key.Role, IsAmbient: false), Hash(key.Key)));
        }
    }

    /// <summary>Gets a value indicating whether an administrator's key is still to be set.</summary>
    public bool IsWaiting => _file is not null && !_file.HasKey;

    /// <summary>Says whether a name is that of a key's holder.</summary>
    public bool HasName(string name) => name.Equals(AdminName, StringComparison.OrdinalIgnoreCase) || _keys.Exists(key => key.Caller.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Finds the holder of a key. Every key is compared, each in fixed time, so that the time says nothing.</summary>
    public AdminCaller? Find(string key)
    {
        if (key.Length > AdminOptionsCheck.LongestKey)
        {
            return null;
        }

        var hash = Hash(key);
        AdminCaller? found = null;
        foreach (var (caller, known) in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, known))
            {
                found = caller;
            }
        }

        if (_file is not null && _file.Matches(key))
        {
            found = new(AdminName, OneApiAdminRole.Admin, IsAmbient: false);
        }

        return found;
    }

    private byte[] Hash(string key) => HMACSHA256.HashData(_salt, Encoding.UTF8.GetBytes(key));
}
