namespace OneApi.Client.AspNetCore.Admin;

/// <summary>The roles that may use a route.</summary>
[Flags]
internal enum AdminAccess
{
    None = 0,
    Viewer = 1,
    Finance = 2,
    Operator = 4,
    Admin = 8,
    SelfService = 16,

    Readers = Viewer | Finance | Operator | Admin,
    Accountants = Finance | Operator | Admin,
    Operators = Operator | Admin,
    Everyone = Readers | SelfService,
}
