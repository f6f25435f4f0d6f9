using System.Text.Json.Nodes;

namespace OneApi.Client.Replay.Tests.Oracle;

/// <summary>A tool call that the body makes.</summary>
/// <param name="Arguments">The parsed arguments; <see langword="null"/> where their text is not a JSON object, so that the call must carry an exception.</param>
internal sealed record ExpectedCall(string Name, JsonObject? Arguments);
