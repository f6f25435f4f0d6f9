using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace OneApi.Client.Redis.DependencyInjection;

/// <summary>Makes the service of a registration that another one has taken the place of.</summary>
internal static class Previous
{
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "A descriptor's implementation type keeps its public constructors: ServiceDescriptor demands it.")]
    public static object Resolve(IServiceProvider provider, ServiceDescriptor descriptor)
    {
        if (descriptor.ImplementationInstance is { } instance)
        {
            return instance;
        }

        return descriptor.ImplementationFactory is { } factory
            ? factory(provider)
            : ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!);
    }
}
