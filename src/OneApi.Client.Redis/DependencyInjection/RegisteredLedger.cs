using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Redis.Usage;

namespace OneApi.Client.Redis.DependencyInjection;

/// <summary>
/// Finds the durable ledger when the container is built, whichever was registered first: one that stands behind Redis' own (a store package that
/// was added later puts itself there), one that has taken its place, or the one that Redis has taken the place of.
/// </summary>
internal sealed class RegisteredLedger(IServiceCollection services, ServiceDescriptor? before)
{
    /// <summary>Gets a value indicating whether another ledger has taken Redis' place.</summary>
    public bool IsReplaced => Registered.LastOrDefault() is { } last && !IsOurs(last);

    /// <summary>Gets a value indicating whether there is a durable ledger at all.</summary>
    public bool Exists => Durable is not null;

    private IEnumerable<ServiceDescriptor> Registered => services.Where(static service => service.ServiceType == typeof(IUsageLedger) && !service.IsKeyedService);

    private ServiceDescriptor? Durable => Registered.LastOrDefault(static service => !IsOurs(service)) ?? before;

    public DurableLedger Resolve(IServiceProvider provider)
    {
        if (IsReplaced)
        {
            return new(provider.GetRequiredService<IUsageLedger>());
        }

        return new(Durable is { } durable ? (IUsageLedger)Previous.Resolve(provider, durable) : null);
    }

    private static bool IsOurs(ServiceDescriptor service) => service.ImplementationFactory?.Method.DeclaringType?.Assembly == typeof(RegisteredLedger).Assembly;
}
