using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Channels;
using OneApi.Client.Gateway;
using OneApi.Client.Routing;
using OneApi.Client.Tests.Channels;

namespace OneApi.Client.Tests.Routing;

/// <summary>Snapshots out of a few words: <c>name/priority/weight</c>.</summary>
internal static class Snapshots
{
    public static GatewaySnapshot Of(string strategy, params string[] channels) => Of(options =>
    {
        options.Groups["default"] = new() { Strategy = strategy };
        foreach (var channel in channels)
        {
            options.Channels.Add(Parse(channel));
        }
    });

    public static GatewaySnapshot Of(Action<OneApiOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IProviderAdapter>(new StubAdapter());
        services.AddOneApi(configure);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<ChannelRegistry>().Current;
    }

    public static ChannelConfig Parse(string channel, params string[] models)
    {
        var parts = channel.Split('/');
        return new()
        {
            Name = parts[0],
            Provider = "stub",
            Models = models,
            Priority = parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 0,
            Weight = parts.Length > 2 ? int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture) : 1,
        };
    }

    /// <summary>A call that nobody makes, for choices.</summary>
    public static ChatCall CallOf(GatewaySnapshot snapshot, string model = "m", bool streaming = false, OneApiChatOptions? options = null) => new()
    {
        Snapshot = snapshot,
        Group = snapshot.Groups["default"],
        Model = model,
        Kind = CallKind.Chat,
        Streaming = streaming,
        Caller = Caller.Of(options),
        StartedAt = default,
        StartTimestamp = 0,
        CancellationToken = CancellationToken.None,
        Messages = [],
        Options = options,
        Client = null!, // a choice asks nobody
    };

    public static Route RouteOf(this GatewaySnapshot snapshot, string model = "m") => snapshot.RouteOf(snapshot.Groups["default"], model, CallKind.Chat);
}
