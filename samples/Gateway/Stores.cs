using OneApi.Client;

namespace Gateway;

/// <summary>Where everything is kept: SQLite in the data folder, or PostgreSQL; Redis in front of either where it is configured.</summary>
internal static class Stores
{
    public static void Add(IOneApiBuilder gateway, GatewaySettings settings)
    {
        AddPepper(gateway, settings);
        SecretKeys.Add(gateway, settings);

        // The libraries read OneApi:Store and OneApi:Redis after this, so what is said there wins.
        gateway.Services.Configure<EntityFrameworkCoreOptions>(options =>
        {
            options.DataFolder = settings.DataFolder;
            if (settings.Postgres is { } postgres)
            {
                options.UsePostgres(postgres);
            }
        });
        gateway.AddEntityFrameworkCore(options =>
        {
            if (settings.IsDemo)
            {
                options.UseSqlite(Path.Combine(settings.DataFolder, GatewaySettings.DemoDatabaseFile)); // fakes never write into the real books
            }
        });
        if (settings.HasRedis)
        {
            gateway.AddRedis(options => options.KeyPrefix = settings.IsDemo ? "oneapi-demo:" : options.KeyPrefix);
        }
    }

    /// <summary>Without one from outside, one machine keeps its own in the data folder. Several machines have to share theirs.</summary>
    private static void AddPepper(IOneApiBuilder gateway, GatewaySettings settings)
    {
        if (settings.HasPepper)
        {
            return;
        }

        if (settings.Postgres is not null)
        {
            throw new SettingException(
                "OneApi:Tokens:Pepper: is missing; with PostgreSQL every machine needs the same secret of 32 characters or more, kept outside of the database. "
                + "Make one with `openssl rand -hex 32`, and set it as OneApi__Tokens__Pepper.");
        }

        var pepper = PepperFile.ReadOrMake(Path.Combine(settings.DataFolder, PepperFile.Name));
        gateway.Services.Configure<OneApiOptions>(options => options.Tokens.Pepper ??= pepper);
    }
}
