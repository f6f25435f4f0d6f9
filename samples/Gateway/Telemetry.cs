using System.Net;
using System.Security.Cryptography;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Gateway;

/// <summary>The gateway's meter as Prometheus text at <c>/metrics</c>; meter and spans to a collector where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one.</summary>
internal static class Telemetry
{
    private const string Name = "OneApi.Client";
    private const string Path = "/metrics";

    public static void Add(IServiceCollection services, GatewaySettings settings)
    {
        var hasCollector = !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"));
        if (!settings.Metrics.IsEnabled && !hasCollector)
        {
            return;
        }

        var telemetry = services.AddOpenTelemetry().ConfigureResource(static resource => resource.AddService("oneapi-gateway")).WithMetrics(metrics =>
        {
            metrics.AddMeter(Name);
            if (settings.Metrics.IsEnabled)
            {
                metrics.AddPrometheusExporter();
            }
        });
        if (hasCollector)
        {
            telemetry.WithTracing(static tracing => tracing.AddSource(Name)).UseOtlpExporter();
        }
    }

    public static void Map(WebApplication app, GatewaySettings settings)
    {
        if (!settings.Metrics.IsEnabled)
        {
            return;
        }

        app.Use((context, next) =>
        {
            if (!context.Request.Path.Equals(Path, StringComparison.OrdinalIgnoreCase) || MayRead(context, settings.Metrics))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Task.CompletedTask;
        });
        app.UseOpenTelemetryPrometheusScrapingEndpoint(Path);
    }

    private static bool MayRead(HttpContext context, MetricsSettings metrics) => metrics.IsOpen || IsFromThisMachine(context) || HasKey(context, metrics.Keys);

    /// <summary>A proxy on this machine connects from it too, but says for whom.</summary>
    private static bool IsFromThisMachine(HttpContext context)
    {
        var headers = context.Request.Headers;
        return context.Connection.RemoteIpAddress is { } address
            && IPAddress.IsLoopback(address)
            && !headers.ContainsKey("X-Forwarded-For")
            && !headers.ContainsKey("X-Original-For")
            && !headers.ContainsKey("Forwarded");
    }

    private static bool HasKey(HttpContext context, IReadOnlyList<string> keys)
    {
        const string Scheme = "Bearer ";
        var text = context.Request.Headers.Authorization.ToString();
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var given = SHA256.HashData(Encoding.UTF8.GetBytes(text[Scheme.Length..].Trim()));
        var isRight = false;
        foreach (var key in keys)
        {
            isRight |= CryptographicOperations.FixedTimeEquals(given, SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        }

        return isRight;
    }
}
