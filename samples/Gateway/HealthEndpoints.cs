namespace Gateway;

/// <summary>What orchestrators and load balancers ask. The answers hold one word.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        // Alive: the process answers. A restart mends no provider, so nothing else counts here.
        app.MapGet("/healthz", static context =>
        {
            context.Response.ContentType = "text/plain";
            context.Response.Headers.CacheControl = "no-store";
            return context.Response.WriteAsync("Healthy", context.RequestAborted);
        });

        // Ready: something can be served, and the host is not on its way out.
        app.MapHealthChecks("/readyz");
    }
}
