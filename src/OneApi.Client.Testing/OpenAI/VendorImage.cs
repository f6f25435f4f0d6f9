namespace OneApi.Client.Testing.OpenAI;

/// <summary>One image of an answer.</summary>
/// <param name="Value">Its address, or the data.</param>
/// <param name="IsData">Whether it is the data.</param>
/// <param name="Size">Its size, as <c>1024x1024</c>.</param>
internal sealed record VendorImage(string Value, bool IsData, string Size);
