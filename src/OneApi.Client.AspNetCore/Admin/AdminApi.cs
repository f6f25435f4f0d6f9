using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Puts the admin API together: who may come in, and the table of routes.</summary>
internal static class AdminApi
{
    public const string LoggerName = "OneApi.Client.Admin";

    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, Action<OneApiAdminOptions>? configure)
    {
        var services = endpoints.ServiceProvider;
        if (services.GetRequiredService<IServiceProviderIsService>() is not { } known || !known.IsService(typeof(IAccessTokens)))
        {
            throw new InvalidOperationException("The admin API needs the gateway: call services.AddOneApi(…).");
        }

        var options = ReadOptions(services, configure);
        var time = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(LoggerName);
        var tries = new TryLimiter(options.MaxWrongKeysPerMinute, time);
        var file = options is { Bootstrap: true, Key: null } ? new AdminKeyFile(PathOf(options, services)) : null;
        var keys = new AdminKeyRing(options, file);
        var gate = new AdminGate(keys, tries, [.. AuthenticatorsOf(options, services, keys, tries)], logger);
        var endpoint = new AdminEndpoint(gate, new IdempotencyStore(time), new AdminAudit(services.GetRequiredService<IAuditLog>(), time, logger), new KnownProxies(services.GetRequiredService<IOptions<OneApiEndpointOptions>>().Value.KnownProxies), logger);
        var routes = AdminRoutes.Of(options, time, file is null ? [] : Bootstrap(options, file, tries, logger));
        var group = endpoints.MapGroup(string.Empty);
        foreach (var route in routes)
        {
            group.MapMethods(route.Path, [route.Method], context => endpoint.RunAsync(context, route)).WithMetadata(route);
        }

        return group;
    }

    private static OneApiAdminOptions ReadOptions(IServiceProvider services, Action<OneApiAdminOptions>? configure)
    {
        var options = new OneApiAdminOptions();
        var errors = new List<string>();
        if (services.GetService<IConfiguration>() is { } configuration)
        {
            AdminSectionReader.Read(configuration.GetSection(AdminSectionReader.SectionName), options, errors);
        }

        configure?.Invoke(options);
        AdminOptionsCheck.Check(options, errors);
        return options;
    }

    private static IEnumerable<IAdminAuthenticator> AuthenticatorsOf(OneApiAdminOptions options, IServiceProvider services, AdminKeyRing keys, TryLimiter tries)
    {
        yield return new KeyAuthenticator(keys, tries);
        if (options.Policy is not { } policy)
        {
            yield break;
        }

        if (services.GetService<IPolicyEvaluator>() is null || services.GetService<IAuthorizationPolicyProvider>() is null)
        {
            throw new InvalidOperationException($"OneApi:Admin:Policy: '{policy}' needs services.AddAuthorization(…) and an authentication scheme.");
        }

        yield return new PolicyAuthenticator(policy, options.RoleClaim, keys);
    }

    private static IEnumerable<AdminRoute> Bootstrap(OneApiAdminOptions options, AdminKeyFile file, TryLimiter tries, ILogger logger)
    {
        var bootstrap = new AdminBootstrap(file);
        if (!file.HasKey)
        {
            var path = $"{BootstrapRoutes.Path}#{bootstrap.MakeCode()}";
            if (options.OnBootstrap is { } show)
            {
                show(path);
            }
            else
            {
                Log.Bootstrap(logger, path);
            }
        }

        return new BootstrapRoutes(bootstrap, tries, logger).All;
    }

    private static string PathOf(OneApiAdminOptions options, IServiceProvider services) =>
        Path.GetFullPath(options.KeyFile, services.GetService<IHostEnvironment>()?.ContentRootPath ?? AppContext.BaseDirectory);
}
