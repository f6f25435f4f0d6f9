using System.Text.Json;

namespace OneApi.Client.Testing.Answering;

/// <summary>A function that the request offers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">The JSON schema of its arguments; of kind Undefined when it takes none.</param>
internal sealed record OfferedTool(string Name, JsonElement Schema);
