using System.Globalization;
using StackExchange.Redis;

namespace OneApi.Client.Redis.Connection;

/// <summary>Reads <c>redis://[[user]:password@]host[:port][/database]</c>, one or several separated by commas. No error repeats a user or a password.</summary>
internal static class RedisUrl
{
    private const int DefaultPort = 6379;

    public static ConfigurationOptions Parse(string text, string path, List<string> errors)
    {
        var options = new ConfigurationOptions();
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            var where = parts.Length == 1 ? path : $"{path} (number {i + 1} of {parts.Length})";
            if (Problem(parts[i], options, isFirst: i == 0) is { } problem)
            {
                errors.Add($"{where}: {problem}");
            }
        }

        return options;
    }

    private static string? Problem(string text, ConfigurationOptions options, bool isFirst)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var isTls = scheme == 6 && text.StartsWith("rediss", StringComparison.OrdinalIgnoreCase);
        if (!isTls && !(scheme == 5 && text.StartsWith("redis", StringComparison.OrdinalIgnoreCase)))
        {
            return "does not begin with 'redis://' or 'rediss://'; a comma in a password is written as %2C.";
        }

        var rest = text[(scheme + 3)..];
        var at = rest.LastIndexOf('@');
        var (user, password) = Credentials(at < 0 ? string.Empty : rest[..at]);
        var address = rest[(at + 1)..];
        var slash = address.IndexOf('/', StringComparison.Ordinal);
        var database = slash < 0 ? string.Empty : address[(slash + 1)..];
        if (address.AsSpan().IndexOfAny('?', '#') >= 0)
        {
            return "has a query or a fragment; set what it says with ConfigureConnection.";
        }

        var number = 0;
        if (database.Length > 0 && !int.TryParse(database, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return $"names the database '{database}'; use a number, such as '/0'.";
        }

        if (Endpoint(slash < 0 ? address : address[..slash]) is not var (host, port))
        {
            return "names no host and port that can be read; use 'host' or 'host:port', with a port from 1 to 65535, and an IPv6 address in brackets.";
        }

        if (!isFirst && (options.Ssl != isTls || options.User != user || options.Password != password || (options.DefaultDatabase ?? 0) != number))
        {
            return "differs from the first URL in more than host and port; the nodes of a cluster share scheme, user, password and database.";
        }

        options.Ssl = isTls;
        options.User = user;
        options.Password = password;
        options.DefaultDatabase = number;
        options.EndPoints.Add(host, port);
        return null;
    }

    private static (string? User, string? Password) Credentials(string text)
    {
        if (text.Length == 0)
        {
            return default;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var user = Uri.UnescapeDataString(colon < 0 ? text : text[..colon]);
        var password = colon < 0 ? string.Empty : Uri.UnescapeDataString(text[(colon + 1)..]);
        return (user.Length == 0 ? null : user, password.Length == 0 ? null : password);
    }

    private static (string Host, int Port)? Endpoint(string text)
    {
        var end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : 0;
        var colon = end < 0 ? -1 : text.IndexOf(':', end);
        var host = (colon < 0 ? text : text[..colon]).Trim('[', ']');
        if (end < 0 || host.Length == 0 || host.Any(char.IsWhiteSpace))
        {
            return null;
        }

        if (colon < 0)
        {
            return (host, DefaultPort);
        }

        return int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535 ? (host, port) : null;
    }
}
