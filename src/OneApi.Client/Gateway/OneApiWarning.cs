namespace OneApi.Client;

/// <summary>A setting or content of the request that a provider could not honour, or an oddity of its answer that was coped with.</summary>
/// <param name="Code">A stable word: <c>setting_not_honoured</c>, <c>setting_adjusted</c>, <c>content_not_sent</c>, <c>malformed_event</c>.</param>
/// <param name="Setting">The option or content that it is about, as the caller knows it (<c>TopK</c>, <c>ResponseFormat</c>, …).</param>
/// <param name="Message">One English sentence, without values of the request.</param>
/// <param name="Channel">The channel that served the call; <see langword="null"/> while the call is under way.</param>
public sealed record OneApiWarning(string Code, string Setting, string Message, string? Channel = null);
