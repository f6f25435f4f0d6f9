using System.Collections.Frozen;
using Microsoft.Extensions.AI;
using OneApi.Client.Authentication;
using OneApi.Client.Errors;
using OneApi.Client.Gateway;
using OneApi.Client.Pricing;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.OpenAI;
using OneApi.Client.Providers;
using OneApi.Client.Routing;
using OneApi.Client.Traffic;
using OneApi.Client.Transport;

namespace OneApi.Client.Channels;

/// <summary>Makes the snapshot of a valid configuration.</summary>
internal sealed class SnapshotFactory(ProviderHttp http, ProtocolSet protocols, AdapterSet adapters, StrategySet strategies, CanaryFactory canaries, IServiceProvider services)
{
    /// <summary>The channel whose client is being made. Snapshots are made one at a time, so whoever finds it set has come back to where they began.</summary>
    private string? _clientAtHand;

    public GatewaySnapshot Make(OneApiOptions options, Func<string, ChannelState> stateOf)
    {
        var hasGroups = options.Groups.Count > 0;
        var channels = options.Channels.Select((config, index) => MakeChannel(config, index + 1, hasGroups, stateOf(config.Name))).ToArray();
        return new()
        {
            Channels = channels,
            ByName = channels.ToFrozenDictionary(channel => channel.Name, StringComparer.OrdinalIgnoreCase),
            Groups = MakeGroups(options, channels),
            ModelMap = Freeze(options.ModelMap),
            DefaultModel = string.IsNullOrWhiteSpace(options.DefaultModel) ? null : options.DefaultModel,
            ForwardHeaders = options.ForwardHeaders.ToFrozenSet(StringComparer.OrdinalIgnoreCase),
            MaxAttempts = options.Failover.MaxAttempts,
            SameChannelRetries = options.Failover.SameChannelRetries,
            RetryBudget = options.Failover.RetryBudget,
            RaceFirstTokenAfter = options.Failover.RaceFirstTokenAfter,
            RaceWholeAfter = options.Failover.RaceWholeAfter,
            Splices = options.Failover.Splice,
            Strict = options.UnsupportedSettings == UnsupportedSettings.Strict,
            LongestTotal = channels.Max(static channel => channel.Timeouts.Total) is { } total && total > DefaultLimits.Total ? total : DefaultLimits.Total,
            Prices = new(options),
        };
    }

    private FrozenDictionary<string, Group> MakeGroups(OneApiOptions options, Channel[] channels)
    {
        var groups = options.Groups.ToDictionary(group => group.Key, group => MakeGroup(group.Key, group.Value), StringComparer.OrdinalIgnoreCase);
        foreach (var name in channels.SelectMany(channel => channel.Groups).Append(Group.DefaultName))
        {
            groups.TryAdd(name, new() { Name = name, Strategy = strategies.Find(RoutingStrategies.Weighted)! });
        }

        return groups.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private Group MakeGroup(string name, GroupConfig config) => new()
    {
        Name = name,
        Models = [.. config.Models],
        ModelMap = Freeze(config.ModelMap),
        Strategy = strategies.Find(config.Strategy)!,
        Affinity = config.Affinity,
        Fallbacks = config.Fallbacks.ToFrozenDictionary(entry => entry.Key, entry => entry.Value.ToArray(), StringComparer.OrdinalIgnoreCase),
        FallbacksByKind = config.FallbacksByKind.ToFrozenDictionary(
            entry => Enum.Parse<OneApiErrorKind>(entry.Key, ignoreCase: true),
            entry => entry.Value.ToFrozenDictionary(one => one.Key, one => one.Value.ToArray(), StringComparer.OrdinalIgnoreCase)),
        FallsBackOnContentFilter = config.FallbackOn.Contains(nameof(OneApiErrorKind.ContentFiltered), StringComparer.OrdinalIgnoreCase),
        ContinuesAfterCut = config.ContinueAfterCut,
        PriceRatioPpm = DecimalText.TryParse(config.PriceRatio, DecimalText.PerMillionDigits, out var ratio, out _) ? ratio : CallCost.OneMillion,
        Canaries = canaries.MakeCanaries(name, config),
        Shadows = canaries.MakeShadows(name, config),
        Limits = config.Limits,
    };

    private Channel MakeChannel(ChannelConfig config, int number, bool hasGroups, ChannelState state)
    {
        return config.ClientFactory is not null || adapters.Find(config.Provider) is not null
            ? MakeClientChannel(config, number, hasGroups, state)
            : MakeWireChannel(config, number, hasGroups, state);
    }

    private Channel MakeClientChannel(ChannelConfig config, int number, bool hasGroups, ChannelState state)
    {
        // An existing client, or one that an adapter makes, is made once for a channel and kept over reloads of the same configuration.
        var client = state.ClientOf(config, () => MakeClient(config));
        var metadata = client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;
        return new()
        {
            Number = number,
            Name = config.Name,
            Provider = config.Provider,
            TelemetryName = metadata?.ProviderName ?? config.Provider,
            Address = metadata?.ProviderUri,
            Priority = config.Priority,
            Weight = config.Weight,
            Enabled = config.Enabled,
            Groups = GroupsOf(config, hasGroups),
            Models = [.. config.Models],
            ModelMap = Freeze(config.ModelMap),
            Credentials = [],
            Timeouts = config.Timeouts.Clone(),
            ReasoningModels = [],
            Prices = PricesOf(config),
            Limits = config.Limits,
            Chat = new ClientChatTarget(client),
            State = state,
        };
    }

    private Channel MakeWireChannel(ChannelConfig config, int number, bool hasGroups, ChannelState state)
    {
        var provider = ProviderCatalogue.Find(config.Provider)!;
        var wire = provider.WireFor(config)!;
        var client = config.StoredVersion is null ? http : http.Guarded(config.AllowedNetworks);
        var version = string.IsNullOrEmpty(config.ApiVersion) ? wire.ApiVersion : config.ApiVersion;
        var endpoint = new ProviderEndpoint
        {
            Provider = provider.Id,
            ImageProfile = wire.ImageProfile,
            Workflows = WorkflowReader.ReadAll(config),
            BaseUrl = wire.BaseOf(config.BaseUrl)!,
            Profile = wire.ProfileOf(version),
            AppId = config.AppId,
            Deployment = config.Deployment,
            ApiVersion = version,
            FixedModel = wire.DeploymentIsModel && config.Deployment is { Length: > 0 } deployment ? deployment : null,
            DropsDots = wire.DeploymentIsModel && config.DeploymentWithoutDots,
            Errors = new ErrorClassifier(wire.Errors ?? provider.Errors),
            Headers = [.. wire.Headers.Where(header => !config.Headers.ContainsKey(header.Key)), .. config.Headers],
        };
        var scheme = wire.SchemeFor(config.Authentication, config.HeldSecrets)!.Name;
        var chat = wire.Protocol is null ? null : protocols.Chat(wire.Protocol);
        var embeddings = wire is { Embeddings: true, Protocol: { } name } ? protocols.Embeddings(wire.EmbeddingProtocol ?? name) : null;
        var images = wire.Images is null ? null : protocols.Images(wire.Images);
        return new()
        {
            Number = number,
            Name = config.Name,
            Provider = provider.Id,
            TelemetryName = provider.TelemetryName ?? provider.Id,
            Address = new Uri(endpoint.BaseUrl),
            Priority = config.Priority,
            Weight = config.Weight,
            Enabled = config.Enabled,
            Groups = GroupsOf(config, hasGroups),
            Models = config.Models.Count > 0 ? [.. config.Models] : config.Workflows.Count > 0 ? [.. config.Workflows.Keys] : provider.Models,
            ModelMap = Freeze(config.ModelMap),
            Credentials = CredentialsOf(config, wire),
            Timeouts = config.Timeouts.Clone(),
            ReasoningModels = provider.ReasoningModels,
            Prices = PricesOf(config),
            Limits = config.Limits,
            Chat = chat is null ? null : new WireChatTarget(wire.IsSocket ? new SocketChatWire(chat, client, scheme) : new ChatWire(chat, client, scheme), chat.Wire, endpoint),
            Embeddings = embeddings is null ? null : new WireEmbeddingTarget(new EmbeddingWire(chat!, embeddings, client, scheme), endpoint),
            Images = images is null ? null : new WireImageTarget(new ImageWire(images, client, scheme), endpoint),
            Relays = wire.Relays.Length > 0 && chat is OpenAIChatProtocol relayed ? new(relayed, client, scheme, endpoint, wire.Relays) : null,
            State = state,
        };
    }

    private IChatClient MakeClient(ChannelConfig config)
    {
        if (_clientAtHand is not null)
        {
            throw new InvalidOperationException(
                $"The client of channel '{_clientAtHand}' asks the container for a client that the gateway would serve, while the gateway waits for it. "
                + "Register the existing client under a type or key of its own, and give that to AddChannel.");
        }

        _clientAtHand = config.Name;
        try
        {
            var client = config.ClientFactory is { } factory ? factory(services) : adapters.Find(config.Provider)!.CreateChatClient(config);
            return client ?? throw new InvalidOperationException($"Channel '{config.Name}' was given no client: what makes it returned null.");
        }
        finally
        {
            _clientAtHand = null;
        }
    }

    private static PriceBook PricesOf(ChannelConfig config) => PriceBook.Read(config.Prices, "", new List<string>()); // checked before

    /// <summary>A channel that names no groups is open to all. While no groups are configured, every channel belongs to the default one as well.</summary>
    private static FrozenSet<string> GroupsOf(ChannelConfig config, bool hasGroups) =>
        (config.Groups.Count == 0 || hasGroups ? config.Groups : config.Groups.Append(Group.DefaultName)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>One for each key. Several keys share the channel's other secrets.</summary>
    private static Credential[] CredentialsOf(ChannelConfig config, ProviderWire wire)
    {
        var keys = config.TokenProvider is null ? KeysOf(config).ToArray<string?>() : [.. KeysOf(config).DefaultIfEmpty()];
        return Array.ConvertAll(keys, key => new Credential(key)
        {
            SecretKey = config.SecretKey,
            SessionToken = config.SessionToken,
            AppId = config.AppId,
            Region = config.Region,
            Project = config.Project,
            TokenProvider = config.TokenProvider,

            // An address of one's own stands for the vendor in everything: no secret goes to the real one (design §7.1).
            AuthBaseUrl = (config.AuthBaseUrl ?? config.BaseUrl ?? wire.AuthBaseUrl ?? wire.BaseUrl)?.TrimEnd('/'),
        });
    }

    private static IEnumerable<string?> KeysOf(ChannelConfig config) =>
        (string.IsNullOrEmpty(config.ApiKey) ? config.ApiKeys : config.ApiKeys.Prepend(config.ApiKey)).Distinct(StringComparer.Ordinal);

    private static FrozenDictionary<string, string> Freeze(IDictionary<string, string> map) => map.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}
