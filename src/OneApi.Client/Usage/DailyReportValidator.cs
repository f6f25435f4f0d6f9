using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OneApi.Client.Usage;

/// <summary>A daily report needs somewhere to go. Sinks are not made to find that out: they may need the reports themselves.</summary>
internal sealed class DailyReportValidator(IServiceProvider services) : IValidateOptions<ReportOptions>
{
    public ValidateOptionsResult Validate(string? name, ReportOptions options) =>
        options.Folder is null && services.GetService<IServiceProviderIsService>()?.IsService(typeof(IDailyReportSink)) == false
            ? ValidateOptionsResult.Fail("OneApi:Reports:Folder: is missing, and no IDailyReportSink is registered; name a folder for the daily report, or register a sink.")
            : ValidateOptionsResult.Success;
}
