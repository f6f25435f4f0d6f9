using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using OneApi.Client.DependencyInjection;

namespace OneApi.Client.Channels;

/// <summary>
/// Holds the snapshot in force. The first load may stop the host; a later one that fails is logged in full, and the last good
/// snapshot stays. Swapping drops no call: each keeps the snapshot that it began with.
/// </summary>
internal sealed class ChannelRegistry : IDisposable
{
    private readonly Lock _reload = new();
    private readonly IOptionsFactory<OneApiOptions> _options;
    private readonly SnapshotFactory _factory;
    private readonly TimeProvider _time;
    private readonly ILogger<ChannelRegistry> _logger;
    private readonly ConcurrentDictionary<string, ChannelState> _states = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<IDisposable> _subscriptions = [];
    private volatile GatewaySnapshot _current;

    public ChannelRegistry(IOptionsFactory<OneApiOptions> options, SnapshotFactory factory, IEnumerable<ConfigurationSource> sources, TimeProvider time, ILogger<ChannelRegistry> logger)
    {
        _options = options;
        _factory = factory;
        _time = time;
        _logger = logger;
        ConfigurationSource[] watched = [.. sources];
        var before = Array.ConvertAll(watched, static source => source.Configuration.GetReloadToken());
        _current = Load();
        foreach (var source in watched)
        {
            _subscriptions.Add(ChangeToken.OnChange(source.Configuration.GetReloadToken, Reload));
        }

        if (Array.Exists(before, static token => token.HasChanged))
        {
            Reload(); // edited while it was read, before anybody watched
        }
    }

    public GatewaySnapshot Current => _current;

    /// <summary>Gets the options that are in force.</summary>
    public OneApiOptions Options { get; private set; } = null!; // as below

    /// <summary>Gets the options of the first load, for what is read at start only.</summary>
    public OneApiOptions AtStart { get; private set; } = null!; // the constructor loads

    /// <summary>What a channel knows of its past, whether or not it is configured at this moment.</summary>
    public ChannelState StateOf(string name) => _states.GetOrAdd(name, static (_, time) => new(time), _time);

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }

    /// <summary>Loads the configuration as it is now. Never throws: who edits a file can't be told by an exception.</summary>
    public void Reload()
    {
        lock (_reload)
        {
            try
            {
                _current = Load();
                Log.ConfigurationApplied(_logger, _current.Channels.Length, _current.Groups.Count);
            }
            catch (OptionsValidationException invalid)
            {
                foreach (var failure in invalid.Failures)
                {
                    Log.ConfigurationError(_logger, failure);
                }

                Log.ConfigurationKept(_logger, invalid.Failures.Count());
            }
#pragma warning disable CA1031 // a configuration provider may throw anything while its source is half written; the old snapshot stays
            catch (Exception error)
#pragma warning restore CA1031
            {
                Log.ConfigurationUnreadable(_logger, error);
            }
        }
    }

    private GatewaySnapshot Load()
    {
        var options = _options.Create(Microsoft.Extensions.Options.Options.DefaultName);
        foreach (var key in options.UnknownKeys)
        {
            Log.UnknownKey(_logger, key);
        }

        AtStart ??= options;
        var snapshot = _factory.Make(options, StateOf);
        Options = options;
        return snapshot;
    }
}
