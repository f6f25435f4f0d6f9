namespace OneApi.Client.Testing;

/// <summary>How a fake provider is started. Read once, at start.</summary>
public sealed class FakeProviderOptions
{
    /// <summary>Gets or sets the key that the fake accepts.</summary>
    /// <value><see langword="null"/>, the default, means the provider's own constant fake key.</value>
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets the secret that the fake accepts beside the key, where the provider has one.</summary>
    /// <value><see langword="null"/>, the default, means the provider's own constant fake secret.</value>
    public string? SecretKey { get; set; }

    /// <summary>Gets or sets the application's id that the fake accepts, where the provider has one.</summary>
    /// <value><see langword="null"/>, the default, means the provider's own constant fake id.</value>
    public string? AppId { get; set; }

    /// <summary>Gets or sets the TCP port on 127.0.0.1.</summary>
    /// <value>The default is 0: a free port is picked.</value>
    public int Port { get; set; }

    /// <summary>Gets the models that exist. Any other one is answered with the provider's own "no such model".</summary>
    /// <value>Empty by default, which means that every model exists.</value>
    public IList<string> Models { get; } = [];

    /// <summary>Gets or sets the clock for time stamps in answers and for the waits of <see cref="Fault.SlowBody"/> and <see cref="Fault.SlowStart"/>.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>. With a fake clock each wait ends when the test moves the clock, which makes a lock-step test.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
