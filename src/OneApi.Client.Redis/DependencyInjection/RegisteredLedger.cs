using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Redis.Usage;

namespace OneApi.Client.Redis.DependencyInjection;

/// <summary>Finds the durable ledger: the one that was registered before Redis, or the one that took Redis' place afterwards.</summary>
internal sealed class RegisteredLedger(IServiceCollection services, ServiceDescriptor? before)
{
    /// <summary>Gets a value indicating whether another ledger was registered after Redis.</summary>
    public bool IsReplaced => services.LastOrDefault(static service => service.ServiceType == typeof(IUsageLedger) && !service.IsKeyedService) is { } last && !IsOurs(last);

    /// <summary>Gets a value indicating whether there is a durable ledger at all.</summary>
    public bool Exists => before is not null || IsReplaced;

    public DurableLedger Resolve(IServiceProvider provider)
    {
        if (IsReplaced)
        {
            return new(provider.GetRequiredService<IUsageLedger>());
        }

        return new(before is null ? null : (IUsageLedger)Previous.Resolve(provider, before));
    }

    private static bool IsOurs(ServiceDescriptor service) => service.ImplementationFactory?.Method.DeclaringType?.Assembly == typeof(RegisteredLedger).Assembly;
}
