using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>Functions that stand in a namespace go out under one flat name, since no other wire has namespaces; their calls come back as what was asked for.</summary>
internal sealed class ResponsesNamespaces
{
    /// <summary>What most providers take as a function's name.</summary>
    private const int MaxLength = 64;
    private const int HashDigits = 8;

    private readonly Dictionary<string, (string Namespace, string Name)> _known = new(StringComparer.Ordinal);

    public FrozenDictionary<string, (string Namespace, string Name)> Known => _known.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The flat name. The same whatever else is given, so that earlier calls keep theirs.</summary>
    public static string FlatOf(string? space, string name)
    {
        if (space is null)
        {
            return name;
        }

        var flat = $"{space}__{name}";
        return flat.Length <= MaxLength ? flat : $"{flat[..(MaxLength - HashDigits - 1)]}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(flat)))[..HashDigits]}";
    }

    public bool Has(string flat) => _known.ContainsKey(flat);

    public string Add(string space, string name)
    {
        var flat = FlatOf(space, name);
        _known[flat] = (space, name);
        return flat;
    }
}
