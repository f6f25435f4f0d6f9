using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OneApi.Client.Usage;

/// <summary>The reports in the service container, over the ledger and the quota store that are registered there.</summary>
internal static class ReportRegistration
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton<IUsageReports, UsageReports>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<ReportOptions>, ReportOptionsSetup>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ReportOptions>, ReportOptionsValidator>());
    }
}
