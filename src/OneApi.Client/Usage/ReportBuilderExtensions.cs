using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OneApi.Client;
using OneApi.Client.Usage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the daily report to the gateway.</summary>
public static class ReportBuilderExtensions
{
    /// <summary>
    /// Adds the daily report: shortly after midnight the usage of the day that has ended is written to a folder and given to every registered
    /// <see cref="IDailyReportSink"/>, with a comparison of ledger and accounts.
    /// </summary>
    /// <param name="builder">The gateway's builder.</param>
    /// <param name="configure">Changes the settings that were read from <c>OneApi:Reports</c>, or <see langword="null"/>.</param>
    /// <returns>The builder.</returns>
    /// <remarks>Wrong settings stop the host at its start with an <see cref="OptionsValidationException"/> that lists every error. Calling it again adds settings and nothing else.</remarks>
    public static IOneApiBuilder AddDailyReport(this IOneApiBuilder builder, Action<ReportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<ReportOptions>().ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ReportOptions>, DailyReportValidator>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DailyReport>());
        if (configure is not null)
        {
            builder.Services.Configure(configure);
        }

        return builder;
    }
}
