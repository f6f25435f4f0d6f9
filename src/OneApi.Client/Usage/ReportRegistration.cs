using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OneApi.Client.Quotas;

namespace OneApi.Client.Usage;

/// <summary>What reports need in the service container. Adding it again changes nothing; a store that is there already stays.</summary>
internal static class ReportRegistration
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IQuotaStore, MemoryQuotaStore>();
        services.TryAddSingleton<IUsageLedger, MemoryUsageLedger>();
        services.TryAddSingleton<IUsageReports, UsageReports>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<ReportOptions>, ReportOptionsSetup>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ReportOptions>, ReportOptionsValidator>());
    }
}
