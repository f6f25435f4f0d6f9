namespace OneApi.Client;

/// <summary>What happens when a provider can't honour a setting or carry a content.</summary>
public enum UnsupportedSettings
{
    /// <summary>The call goes on without it, with a warning on the response and a log event.</summary>
    Warn = 0,

    /// <summary>The call fails with <see cref="OneApiErrorKind.Unsupported"/> before anything is sent.</summary>
    Strict,
}
