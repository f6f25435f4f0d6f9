using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OneApi.Client.Usage;

namespace OneApi.Client.Tests.Usage;

public class ReportOptionsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Defaults_AreValid_WithAFolder()
    {
        var options = Build(builder => builder.AddDailyReport(static options => options.Folder = "reports")).GetRequiredService<IOptions<ReportOptions>>().Value;

        Assert.Equal(("reports", null, new TimeOnly(0, 15), ReportFormats.Csv, null, 7), (options.Folder, options.TimeZone, options.At, options.Formats, options.KeepDays, options.CorrectionDays));
        Assert.Empty(options.By);
    }

    [Fact]
    public void Configuration_IsRead_AndCodeComesAfterIt()
    {
        var options = Build(
            static builder => builder.AddDailyReport(static options => options.KeepDays = 30),
            ("OneApi:Reports:Folder", "/var/reports"),
            ("OneApi:Reports:TimeZone", "Asia/Shanghai"),
            ("OneApi:Reports:By:0", "owner"),
            ("OneApi:Reports:By:1", "label:team"),
            ("OneApi:Reports:Formats", "csv, json"),
            ("OneApi:Reports:At", "06:30"),
            ("OneApi:Reports:KeepDays", "400"),
            ("OneApi:Reports:CorrectionDays", "3")).GetRequiredService<IOptions<ReportOptions>>().Value;

        Assert.Equal(("/var/reports", "Asia/Shanghai", new TimeOnly(6, 30), ReportFormats.Csv | ReportFormats.Json, 30, 3), (options.Folder, options.TimeZone, options.At, options.Formats, options.KeepDays, options.CorrectionDays));
        Assert.Equal(["owner", "label:team"], options.By);
    }

    [Fact]
    public void WrongSettings_StopTheStart_WithEveryErrorAtOnce()
    {
        using var provider = Build(
            static builder => builder.AddDailyReport(static options =>
            {
                options.Folder = " ";
                options.KeepDays = 0;
                options.CorrectionDays = -1;
                options.By.Add("owner");
                options.By.Add("customer");
                options.By.Add("Owner");
            }),
            ("OneApi:Reports:TimeZone", "Asia/Nowhere"),
            ("OneApi:Reports:At", "25:00"),
            ("OneApi:Reports:Formats:0", "xlsx"),
            ("OneApi:Reports:Fodler", "typo"));

        var error = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate);

        string[] expected =
        [
            "OneApi:Reports:Folder: is blank",
            "OneApi:Reports:TimeZone: 'Asia/Nowhere'",
            "OneApi:Reports:At: '25:00' is not a time of the day",
            "OneApi:Reports:Formats: 'xlsx'",
            "OneApi:Reports:Fodler: is not known",
            "OneApi:Reports:By:1: 'customer' is not known",
            "OneApi:Reports:By:2: 'owner' is there twice",
            "OneApi:Reports:KeepDays: is 0",
            "OneApi:Reports:CorrectionDays: is -1",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), error.Failures.Select(failure => expected.Single(begin => failure.StartsWith(begin, StringComparison.Ordinal))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void NoFormat_IsAnError()
    {
        var provider = Build(static builder => builder.AddDailyReport(static options => (options.Folder, options.Formats) = ("reports", ReportFormats.None)));

        Assert.Contains("OneApi:Reports:Formats: is 'None'", Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<ReportOptions>>().Value).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutFolderAndSink_TheErrorSaysWhatToAdd_AndASinkIsEnough()
    {
        var nowhere = Build(static builder => builder.AddDailyReport());
        var sink = Build(static builder => builder.AddDailyReport().Services.AddSingleton<IDailyReportSink, ReportingSink>());

        Assert.Contains("OneApi:Reports:Folder: is missing, and no IDailyReportSink is registered", Assert.Throws<OptionsValidationException>(() => nowhere.GetRequiredService<IOptions<ReportOptions>>().Value).Message, StringComparison.Ordinal);
        Assert.Null(sink.GetRequiredService<IOptions<ReportOptions>>().Value.Folder);
        Assert.NotNull(sink.GetServices<IHostedService>().OfType<DailyReport>().Single());
    }

    [Fact]
    public void AddingItTwice_AddsOneReport()
    {
        var provider = Build(static builder => builder.AddDailyReport(static options => options.Folder = "one").AddDailyReport(static options => options.KeepDays = 5));

        Assert.Single(provider.GetServices<IHostedService>().OfType<DailyReport>());
        Assert.Equal(("one", 5), (provider.GetRequiredService<IOptions<ReportOptions>>().Value.Folder, provider.GetRequiredService<IOptions<ReportOptions>>().Value.KeepDays));
    }

    [Fact]
    public async Task AHost_MakesTheReport()
    {
        var folder = Directory.CreateTempSubdirectory("oneapi-reports-");
        try
        {
            var builder = Host.CreateEmptyApplicationBuilder(new());
            builder.Services.AddOneApi().AddDailyReport(options => (options.Folder, options.At) = (folder.FullName, TimeOnly.MinValue));
            using var host = builder.Build();
            var seen = new TaskCompletionSource();
            using var watcher = new FileSystemWatcher(folder.FullName, "usage-*.csv");
            watcher.Renamed += (_, _) => seen.TrySetResult();
            watcher.EnableRaisingEvents = true;

            await host.StartAsync(Stop);
            await seen.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);
            await host.StopAsync(Stop);

            Assert.Single(folder.GetFiles());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ServiceProvider Build(Action<IOneApiBuilder> add, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        var services = new ServiceCollection();
        add(services.AddOneApi(configuration.GetSection("OneApi")));
        return services.BuildServiceProvider();
    }

    /// <summary>A sink that needs the reports itself.</summary>
    private sealed class ReportingSink(IUsageReports reports) : IDailyReportSink
    {
        public async ValueTask TakeAsync(DailyUsageReport report, CancellationToken cancellationToken) => await reports.ReconcileAsync(cancellationToken);
    }
}
