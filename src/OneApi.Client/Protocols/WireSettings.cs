using Microsoft.Extensions.AI;
using OneApi.Client.Protocols.Anthropic;

namespace OneApi.Client.Protocols;

/// <summary>
/// Settings that a caller has written in one wire's own words and that no other wire knows: additional properties whose names begin with the wire's
/// (<c>messages:service_tier</c>). A channel of that wire gets them under their own names, all others without; so it is with tools that only one wire has.
/// </summary>
internal static class WireSettings
{
    private const char Separator = ':';

    /// <summary>The options as a channel is to see them: the same object where nothing in it belongs to one wire.</summary>
    /// <param name="options">The caller's; never changed.</param>
    /// <param name="wire">The channel's wire, or null for a client that is not one of ours.</param>
    /// <param name="warnings">Told of what stays behind.</param>
    public static ChatOptions? For(ChatOptions? options, string? wire, WarningSink warnings)
    {
        var hasTools = wire != Wires.Messages && HasOwnTool(options?.Tools);
        if (options is null || (!hasTools && !HasOwn(options.AdditionalProperties)))
        {
            return options;
        }

        var copy = options.Clone();
        if (hasTools)
        {
            // The writers of other wires would take what it carries for settings of theirs.
            copy.Tools = [.. options.Tools!.Select(static tool => tool is HostedWebSearchTool && AnthropicMarks.ToolOf(tool) is not null ? new HostedWebSearchTool() : tool)];
        }

        copy.AdditionalProperties = Select(options.AdditionalProperties, wire, warnings);
        if (wire == Wires.Messages)
        {
            LeaveToOwn(copy);
        }

        return copy;
    }

    private static AdditionalPropertiesDictionary? Select(AdditionalPropertiesDictionary? all, string? wire, WarningSink warnings)
    {
        AdditionalPropertiesDictionary? own = null;
        foreach (var (name, value) in all ?? [])
        {
            var end = OwnerEnd(name);
            if (end < 0)
            {
                (own ??= [])[name] = value;
            }
            else if (wire is not null && name.AsSpan(0, end).SequenceEqual(wire))
            {
                (own ??= [])[name[(end + 1)..]] = value;
            }
            else if (!IsSaidElsewhere(name.AsSpan(0, end), name.AsSpan(end + 1)))
            {
                warnings.NotHonoured(name[(end + 1)..], "Only channels that speak the caller's own wire take it.");
            }
        }

        return own;
    }

    /// <summary>What the caller said in the wire's own words says more than what was read out of it for others.</summary>
    private static void LeaveToOwn(ChatOptions copy)
    {
        if (copy.AdditionalProperties is not { } own)
        {
            return;
        }

        if (own.ContainsKey("thinking") || own.ContainsKey("output_config"))
        {
            copy.Reasoning = null;
        }

        if (own.ContainsKey("output_format"))
        {
            copy.ResponseFormat = null;
        }
    }

    /// <summary>Members of which options and messages tell other wires what they can do with, and headers.</summary>
    private static bool IsSaidElsewhere(ReadOnlySpan<char> owner, ReadOnlySpan<char> name) => owner is Wires.Messages
        ? name is "thinking" or "output_config" or "output_format" or "metadata" or "cache_control" || name.Equals(AnthropicHeaders.Beta, StringComparison.Ordinal)
        : name is "user" or "safety_identifier" or "stream_options";

    /// <summary>The name under which a channel of a wire gets a member of a message, of a part or of a call: without the wire's, where it begins with it.</summary>
    /// <param name="name">The name as the caller wrote it.</param>
    /// <param name="wire">The channel's wire.</param>
    public static string NameFor(string name, string wire) =>
        OwnerEnd(name) is >= 0 and var end && name.AsSpan(0, end).SequenceEqual(wire) ? name[(end + 1)..] : name;

    /// <summary>True for a name that belongs to one wire.</summary>
    public static bool IsOwned(string name) => OwnerEnd(name) > 0;

    private static bool HasOwn(AdditionalPropertiesDictionary? properties)
    {
        foreach (var (name, _) in properties ?? [])
        {
            if (OwnerEnd(name) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasOwnTool(IList<AITool>? tools)
    {
        for (var i = 0; i < tools?.Count; i++)
        {
            if (tools[i] is HostedWebSearchTool && AnthropicMarks.ToolOf(tools[i]) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the wire's name ends, or -1.</summary>
    private static int OwnerEnd(string name)
    {
        var end = name.IndexOf(Separator, StringComparison.Ordinal);
        return end > 0 && name.AsSpan(0, end) is Wires.Messages or Wires.ChatCompletions ? end : -1;
    }
}
