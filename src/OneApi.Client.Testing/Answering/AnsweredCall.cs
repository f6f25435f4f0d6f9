namespace OneApi.Client.Testing.Answering;

/// <summary>A tool call of an answer.</summary>
/// <param name="Id">Its id, made up where the script gives none.</param>
/// <param name="HasScriptedId">Whether the script gave the id: some wires usually send none.</param>
/// <param name="Name">The tool.</param>
/// <param name="ArgumentsJson">The arguments as JSON text.</param>
/// <param name="Pieces">The arguments as they are streamed.</param>
internal sealed record AnsweredCall(string Id, bool HasScriptedId, string Name, string ArgumentsJson, IReadOnlyList<string> Pieces);
