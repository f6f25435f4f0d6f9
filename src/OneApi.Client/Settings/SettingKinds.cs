namespace OneApi.Client;

/// <summary>The kinds of settings that are kept in a <see cref="IChannelStore"/>.</summary>
public static class SettingKinds
{
    /// <summary>A channel, by its name.</summary>
    public const string Channel = "channel";

    /// <summary>Weight, priority and switch of a channel of any source, by its name.</summary>
    public const string Override = "override";

    /// <summary>A group, by its name; instead of the configured one.</summary>
    public const string Group = "group";

    /// <summary>What is sent upstream for a model, by the model's public name: <c>{"to":"…"}</c>.</summary>
    public const string ModelMap = "model_map";

    /// <summary>What callers are charged for a model, by its public name.</summary>
    public const string Price = "price";

    /// <summary>Gets all of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Channel, Override, Group, ModelMap, Price];
}
