using Microsoft.Extensions.Logging;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>The table of all routes.</summary>
internal static class AdminRoutes
{
    public static IReadOnlyList<AdminRoute> Of(OneApiAdminOptions options, TimeProvider time, ILogger logger)
    {
        _ = QuotaUnit.TryFind(options.QuotaUnit, out var unit);
        var show = new TokenShow(unit, time);
        List<AdminRoute> routes =
        [
            .. new TokenRoutes(show, new(options.SelfService, unit, time)).All,
            .. new TokenFileRoutes(show, time).All,
        ];
        return routes;
    }
}
