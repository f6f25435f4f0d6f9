namespace OneApi.Client.Testing.Wall;

/// <summary>A request as it was read.</summary>
internal sealed record WallMessage(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body);
