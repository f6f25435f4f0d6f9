namespace OneApi.Client.Authentication;

/// <summary>One way to prove oneself, as the catalogue names it.</summary>
/// <param name="Name">The word that picks it in configuration (<c>Authentication</c>).</param>
/// <param name="Needs">What a channel must hold for it.</param>
/// <param name="Create">Makes its handler.</param>
internal sealed record AuthenticationScheme(string Name, ChannelSecrets Needs, Func<IServiceProvider, DelegatingHandler> Create);
