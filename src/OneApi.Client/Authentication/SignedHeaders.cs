namespace OneApi.Client.Authentication;

/// <summary>Puts the headers of a signature in place, letter for letter.</summary>
internal static class SignedHeaders
{
    /// <summary>Sets a header to one value, or leaves it alone where the value is null.</summary>
    public static void Put(HttpRequestMessage request, string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    }
}
