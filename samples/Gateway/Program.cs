// The gateway as a server of its own: OpenAI- and Anthropic-compatible endpoints and the admin API in front of every configured channel.
// `dotnet run --project samples/Gateway` without any configuration starts a demo with fakes of several providers, and prints what to do next.
// README.md lists every setting.
using System.Data.Common;
using Gateway;
using Gateway.Demo;
using Microsoft.Extensions.Options;
using OneApi.Client;

try
{
    var builder = GatewayBuilder.Create(args);
    var settings = GatewaySettings.Read(builder.Configuration, builder.Environment);
    await using var demo = settings.IsDemo ? new DemoProviders() : null;

    var gateway = builder.Services.AddOneApi(builder.Configuration).AddAspNetCore();
    if (settings.UsesEnvironmentChannels)
    {
        gateway.AddChannelsFromEnvironment();
    }

    demo?.AddTo(builder.Services);
    Stores.Add(gateway, settings);
    Telemetry.Add(builder.Services, settings);
    Proxies.Add(builder.Services);
    builder.Services.AddHealthChecks().AddOneApi();

    await using var app = builder.Build();
    if (SettingsCheck.ErrorsOf(app.Services) is { Count: > 0 } errors)
    {
        return Failed(errors);
    }

    app.UseForwardedHeaders();
    Telemetry.Map(app, settings);
    HealthEndpoints.Map(app);
    var link = GatewayEndpoints.Map(app, settings);

    await app.StartAsync();
    await Welcome.PrintAsync(app, settings, link);
    await app.WaitForShutdownAsync();
    return 0;
}
catch (SettingException error)
{
    return Failed([error.Message]);
}
catch (OptionsValidationException error)
{
    return Failed(error.Failures);
}
catch (QuotaStoreException error)
{
    return Failed([$"The store can't be used: {(error.InnerException ?? error).Message}"]);
}
catch (Exception error) when (error is UnauthorizedAccessException or InvalidDataException)
{
    return Failed([error.Message]); // the data folder, or a file of ours in it
}
catch (DbException error)
{
    return Failed([$"The database can't be used: {error.Message}"]);
}
catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    return Failed([$"{error.Message} Choose another port with PORT, --urls or ASPNETCORE_URLS."]);
}

static int Failed(IEnumerable<string> errors)
{
    Console.Error.WriteLine("The gateway did not start:");
    foreach (var error in errors)
    {
        Console.Error.WriteLine($"  {error}");
    }

    return 1;
}
