using Microsoft.Extensions.Configuration;
using static OneApi.Client.DependencyInjection.SectionValues;

namespace OneApi.Client.DependencyInjection;

/// <summary>
/// Reads <c>Proxy</c> (<c>Enable</c>, <c>Headers</c>): another way to write the list of headers that are forwarded, with a switch. Off until it
/// is switched on. It adds to <see cref="OneApiOptions.ForwardHeaders"/>.
/// </summary>
internal static class ProxySectionReader
{
    /// <summary>Reads the section of that name beside <c>OneApi</c>. A host may have one with another meaning: that is left alone.</summary>
    public static void ReadBeside(IConfigurationSection section, OneApiOptions options)
    {
        if (section.GetSection("Enable").Value is not null && section.GetSection("Headers").Exists())
        {
            Read(section, options, isOurs: false);
        }
    }

    public static void Read(IConfigurationSection section, OneApiOptions options, bool isOurs = true)
    {
        var isEnabled = false;
        IConfigurationSection? headers = null;
        foreach (var child in ChildrenOf(section, options))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "ENABLE":
                    ReadBool(child, options, value => isEnabled = value);
                    break;
                case "HEADERS":
                    headers = child;
                    break;
                default:
                    if (isOurs)
                    {
                        NoteUnknown(child, [], options);
                    }

                    break;
            }
        }

        if (isEnabled && headers is not null)
        {
            Add(headers, options);
        }
    }

    private static void Add(IConfigurationSection section, OneApiOptions options)
    {
        var names = new List<string>();
        SectionValues.Add(names, section);
        for (var i = 0; i < names.Count; i++)
        {
            if (ForwardHeaderCheck.ErrorOf(names[i]) is { } error)
            {
                options.ReadErrors.Add($"{section.Path}:{i}: {error}");
            }
            else if (!options.ForwardHeaders.Contains(names[i], StringComparer.OrdinalIgnoreCase))
            {
                options.ForwardHeaders.Add(names[i]);
            }
        }
    }
}
