using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OneApi.Client.EntityFrameworkCore.Database;

namespace OneApi.Client.EntityFrameworkCore.Tests.DependencyInjection;

/// <summary><c>OneApi:Store</c> of the gateway's configuration.</summary>
public sealed class StoreSectionTests
{
    [Fact]
    public void EverySetting_IsRead()
    {
        var options = Read(
            ("OneApi:Store:Postgres", "Host=db;Database=oneapi"),
            ("OneApi:Store:DataFolder", "/data"),
            ("OneApi:Store:ApplyMigrations", "false"),
            ("OneApi:Store:BatchSize", "100"),
            ("OneApi:Store:QueueSize", "1000"),
            ("OneApi:Store:RememberEnded", "2.00:00:00"));

        Assert.Equal((DatabaseEngine.Postgres, "Host=db;Database=oneapi"), (options.Engine, options.Connection));
        Assert.Equal(("/data", false, 100, 1000, TimeSpan.FromDays(2)), (options.DataFolder, options.ApplyMigrations, options.BatchSize, options.QueueSize, options.RememberEnded));
    }

    [Fact]
    public void ASqliteFile_LiesInTheDataFolder()
    {
        var options = Read(("OneApi:Store:Sqlite", "gateway.db"), ("OneApi:Store:DataFolder", "/data"));

        Assert.Equal("/data/gateway.db", ConnectionText.Sqlite(options).DataSource);
    }

    [Fact]
    public void Code_HasTheLastWord()
    {
        var options = Read(static options => options.UseSqlite("own.db"), ("OneApi:Store:Postgres", "Host=db"), ("OneApi:Store:BatchSize", "100"));

        Assert.Equal((DatabaseEngine.Sqlite, "own.db", 100), (options.Engine, options.Connection, options.BatchSize));
    }

    [Fact]
    public void ASectionOfItsOwn_IsReadAsWell_AsARoot()
    {
        var root = Configuration(("Llm:Store:Sqlite", "of-the-section.db"));
        var services = new ServiceCollection();
        services.AddOneApi(root.GetSection("Llm")).AddEntityFrameworkCore();
        using var provider = services.BuildServiceProvider();

        Assert.Equal("of-the-section.db", provider.GetRequiredService<IOptions<EntityFrameworkCoreOptions>>().Value.Connection);
    }

    [Fact]
    public void WrongSettings_AreListedAtOnce_WithTheirPaths_AndNoWordOfTheConnectionString()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Read(
            ("OneApi:Store:Postgres", "Password=hunter2;Hots=db"),
            ("OneApi:Store:Sqlite", "a.db"),
            ("OneApi:Store:ApplyMigrations", "perhaps"),
            ("OneApi:Store:BatchSize", "many"),
            ("OneApi:Store:QueueSize", "1"),
            ("OneApi:Store:RememberEnded", "for ever"),
            ("OneApi:Store:Colour", "red")));

        string[] paths = ["ApplyMigrations", "BatchSize", "Colour", "QueueSize", "RememberEnded"];
        Assert.Equal(
            [.. paths.Select(static name => "OneApi:Store:" + name).Prepend("OneApi:Store")],
            error.Failures.Select(static failure => failure[..failure.IndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
        Assert.Contains("OneApi:Store: has both Sqlite and Postgres; keep one of them.", error.Failures);
        Assert.Contains("OneApi:Store:Colour: is not known; use Sqlite, Postgres, DataFolder, ApplyMigrations, BatchSize, QueueSize or RememberEnded.", error.Failures);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AWrongConnectionString_IsNamedByItsPath()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Read(("OneApi:Store:Postgres", "Password=hunter2;Hots=db")));

        Assert.StartsWith("OneApi:Store:Postgres: the connection string", Assert.Single(error.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ATextForTheSection_IsAnError_AndIsNotRepeated()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Read(("OneApi:Store", "Host=db;Password=hunter2")));

        Assert.Equal("OneApi:Store: is a text where an object or a list is meant.", Assert.Single(error.Failures));
    }

    private static EntityFrameworkCoreOptions Read(params (string Key, string Value)[] settings) => Read(null, settings);

    private static EntityFrameworkCoreOptions Read(Action<EntityFrameworkCoreOptions>? configure, params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddOneApi(Configuration(settings)).AddEntityFrameworkCore(configure);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<EntityFrameworkCoreOptions>>().Value;
    }

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
}
