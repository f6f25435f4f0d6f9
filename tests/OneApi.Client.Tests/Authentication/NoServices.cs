namespace OneApi.Client.Tests.Authentication;

/// <summary>A container that holds nothing.</summary>
internal sealed class NoServices : IServiceProvider
{
    public static readonly NoServices Instance = new();

    public object? GetService(Type serviceType) => null;
}
