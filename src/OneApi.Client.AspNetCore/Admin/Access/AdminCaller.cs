namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Who uses the admin API.</summary>
/// <param name="Name">The name, for the audit and for whom self-made tokens belong to.</param>
/// <param name="Role">What he may do; null for whoever uses a route that is open.</param>
/// <param name="IsAmbient">Whether a browser sends the credential by itself (cookies, Windows accounts): then a page of somebody else's could make it write, and writes must prove that they are meant.</param>
internal sealed record AdminCaller(string Name, OneApiAdminRole? Role, bool IsAmbient)
{
    public bool Has(AdminAccess access) => (access & Role switch
    {
        OneApiAdminRole.Viewer => AdminAccess.Viewer,
        OneApiAdminRole.Finance => AdminAccess.Finance,
        OneApiAdminRole.Operator => AdminAccess.Operator,
        OneApiAdminRole.Admin => AdminAccess.Admin,
        OneApiAdminRole.SelfService => AdminAccess.SelfService,
        _ => AdminAccess.None,
    }) != 0;
}
