namespace OneApi.Client.AspNetCore.Admin;

/// <summary>The table of all routes.</summary>
internal static class AdminRoutes
{
    public static IReadOnlyList<AdminRoute> Of(OneApiAdminOptions options, TimeProvider time, IEnumerable<AdminRoute> more)
    {
        _ = QuotaUnit.TryFind(options.QuotaUnit, out var unit);
        var show = new TokenShow(unit, time);
        List<AdminRoute> routes =
        [
            .. new TokenRoutes(show, new(options.SelfService, unit, time)).All,
            .. new TokenFileRoutes(show, time).All,
            .. new OneApiTokenRoutes(show).All,
            .. new UsageRoutes(time).All,
            .. new RequestRoutes(time).All,
            .. new OverviewRoutes(time).All,
            .. HealthRoutes.All,
            .. ChannelSettingRoutes.All,
            .. SettingRoutes.All,
            .. TrafficRoutes.All,
            .. CompareRoutes.All,
            .. new EventRoutes(time).All,
            .. new AuditRoutes(time).All,
            .. more,
        ];
        var description = new OpenApiRoute();
        routes.Add(description.Route);
        description.Describe(routes);
        return routes;
    }
}
