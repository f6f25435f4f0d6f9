using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Compatible;

/// <summary>One error of a vendor's page.</summary>
/// <param name="Name">What <see cref="Fault.ProviderError"/> calls it: the code; where it has none, or shares it, the status and a word.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">The message; <c>{model}</c> stands for the model asked for.</param>
internal sealed record VendorError(string Name, int Status, string Text)
{
    /// <summary>Gets the general fault that the vendor words so.</summary>
    public WireErrorKind? Is { get; init; }

    /// <summary>Gets the code in the body.</summary>
    public string? Code { get; init; }

    /// <summary>Gets the type in the body.</summary>
    public string? Type { get; init; }
}
