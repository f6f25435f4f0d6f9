using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using static OneApi.Client.DependencyInjection.SectionText;

namespace OneApi.Client.EntityFrameworkCore.DependencyInjection;

/// <summary>Reads <c>OneApi:Store</c> of the gateway's configuration. What can't be read is kept for the validator, so that all errors are known at once. No word of a connection string is in them.</summary>
internal sealed class EntityFrameworkCoreOptionsSetup(IEnumerable<IOneApiConfiguration> configurations) : IConfigureOptions<EntityFrameworkCoreOptions>
{
    public void Configure(EntityFrameworkCoreOptions options)
    {
        foreach (var configuration in configurations)
        {
            var section = configuration.GetSection("Store");
            foreach (var child in MembersOf(section, options.ReadErrors))
            {
                Read(child, options);
            }

            if (IsGiven(section.GetSection("Sqlite")) && IsGiven(section.GetSection("Postgres")))
            {
                options.ReadErrors.Add($"{section.Path}: has both Sqlite and Postgres; keep one of them.");
            }
        }
    }

    private static void Read(IConfigurationSection section, EntityFrameworkCoreOptions options)
    {
        switch (section.Key.ToUpperInvariant())
        {
            case "SQLITE":
                ReadConnection(section, options, "use the path of a file, or 'Data Source=…'", options.UseSqlite);
                break;
            case "POSTGRES":
                ReadConnection(section, options, "use 'Host=…;Database=…;Username=…;Password=…'", options.UsePostgres);
                break;
            case "DATAFOLDER":
                options.DataFolder = section.Value ?? options.DataFolder;
                break;
            case "APPLYMIGRATIONS":
                ReadBool(section, options.ReadErrors, value => options.ApplyMigrations = value);
                break;
            case "BATCHSIZE":
                ReadInt(section, options.ReadErrors, value => options.BatchSize = value);
                break;
            case "QUEUESIZE":
                ReadInt(section, options.ReadErrors, value => options.QueueSize = value);
                break;
            case "REMEMBERENDED":
                ReadDuration(section, options.ReadErrors, value => options.RememberEnded = value ?? options.RememberEnded);
                break;
            default:
                options.ReadErrors.Add($"{section.Path}: is not known; use Sqlite, Postgres, DataFolder, ApplyMigrations, BatchSize, QueueSize or RememberEnded.");
                break;
        }
    }

    private static void ReadConnection(IConfigurationSection section, EntityFrameworkCoreOptions options, string right, Action<string> use)
    {
        if (section.GetChildren().Any())
        {
            options.ReadErrors.Add($"{section.Path}: is an object where a text is meant; {right}.");
        }
        else if (IsGiven(section))
        {
            use(section.Value!);
            options.ConnectionPlace = section.Path;
        }
    }

    private static bool IsGiven(IConfigurationSection section) => !string.IsNullOrWhiteSpace(section.Value);
}
