using StackExchange.Redis;

namespace OneApi.Client.Redis.Connection;

/// <summary>How the client is set up: it says at once when it can't send, so that what was not sent is known not to have been done.</summary>
internal static class RedisConfiguration
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(250);

    public static ConfigurationOptions ToConfiguration(this RedisOptions options)
    {
        var errors = new List<string>();
        var configuration = options.Url is { Length: > 0 } url ? RedisUrl.Parse(url, "OneApi:Redis:Url", errors) : new ConfigurationOptions();
        if (errors.Count > 0)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, errors));
        }

        var attempt = (int)(options.OperationTimeout / 2).TotalMilliseconds;
        configuration.AllowAdmin = true; // the client counts INFO, which the check at the start reads, among the commands of administrators
        configuration.AbortOnConnectFail = true;
        configuration.AsyncTimeout = Math.Max(attempt, (int)(options.WaitReplicas > 0 ? options.WaitTimeout.TotalMilliseconds * 1.5 : 0));
        configuration.SyncTimeout = configuration.AsyncTimeout;
        configuration.ConnectTimeout = Math.Max(attempt, 500);
        configuration.ReconnectRetryPolicy = new LinearRetry((int)Heartbeat.TotalMilliseconds);
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.HeartbeatInterval = Heartbeat;
        configuration.ClientName = "OneApi.Client";
        options.ConfigureConnection?.Invoke(configuration);
        return configuration;
    }
}
