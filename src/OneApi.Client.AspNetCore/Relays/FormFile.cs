namespace OneApi.Client.AspNetCore.Relays;

/// <summary>A file of a form.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="ContentType">The content type that its part states, or null.</param>
/// <param name="Data">Its bytes.</param>
internal sealed record FormFile(string Name, string FileName, string? ContentType, ReadOnlyMemory<byte> Data);
