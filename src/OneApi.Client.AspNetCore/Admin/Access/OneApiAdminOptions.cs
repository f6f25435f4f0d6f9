using System.Text.Json.Serialization;

namespace OneApi.Client;

/// <summary>Who may use the admin API, and how it counts. Read once, when the API is mapped: from the section <c>OneApi:Admin</c>, then from code.</summary>
public sealed class OneApiAdminOptions
{
    /// <summary>Gets or sets the key of the administrator: 32 characters or more. A secret.</summary>
    /// <value>The default is <see langword="null"/>: there is none, and one of <see cref="Keys"/> with that role, <see cref="Policy"/> or <see cref="Bootstrap"/> must be given.</value>
    [JsonIgnore]
    public string? Key { get; set; }

    /// <summary>Gets or sets further keys, each with a role.</summary>
    public IList<OneApiAdminKey> Keys { get; set; } = [];

    /// <summary>Gets or sets the name of an authorization policy of the application; whoever meets it may use the API without a key.</summary>
    /// <value>The default is <see langword="null"/>: keys only.</value>
    /// <remarks>The role is that of the user's claim <see cref="RoleClaim"/>; without such a claim it is <see cref="OneApiAdminRole.Admin"/>. Needs <c>services.AddAuthorization()</c>.</remarks>
    public string? Policy { get; set; }

    /// <summary>Gets or sets the type of the claim that names the role of a user of <see cref="Policy"/>: <c>viewer</c>, <c>finance</c>, <c>operator</c>, <c>admin</c> or <c>self_service</c>.</summary>
    /// <value>The default is <c>oneapi_role</c>.</value>
    public string RoleClaim { get; set; } = "oneapi_role";

    /// <summary>Gets or sets whether a start without any key makes a one-use code, whose holder sets the administrator's key. Nothing works before that.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    /// <remarks>The key is kept as a salted hash in <see cref="KeyFile"/>; as soon as it stands there no further code is made. A code ends with its process.</remarks>
    public bool Bootstrap { get; set; }

    /// <summary>Gets or sets what is done with the path of the one-use link, <c>/api/v1/bootstrap#…</c>: somebody must see it, once. The part behind <c>#</c> is a secret.</summary>
    /// <value>The default is <see langword="null"/>: it is logged as event 4101.</value>
    [JsonIgnore]
    public Action<string>? OnBootstrap { get; set; }

    /// <summary>Gets or sets the file that holds the hash of the key that was set through the one-use link.</summary>
    /// <value>The default is <c>data/admin-key</c> below the application's content root.</value>
    public string KeyFile { get; set; } = Path.Combine("data", "admin-key");

    /// <summary>Gets or sets the unit in which quotas are read and written where a request names none: <c>cent</c>, <c>dollar</c>, <c>micro</c> (a millionth of a dollar) or <c>oneapi</c> (500 000 are a dollar).</summary>
    /// <value>The default is <c>cent</c>: a quota of 50 000 is 500 dollars.</value>
    public string QuotaUnit { get; set; } = "cent";

    /// <summary>Gets or sets what somebody with the role <see cref="OneApiAdminRole.SelfService"/> may give his test tokens.</summary>
    public OneApiSelfServiceOptions SelfService { get; set; } = new();

    /// <summary>Gets or sets how many wrong keys an address may try in a minute before it has to wait.</summary>
    /// <value>The default is 10.</value>
    public int MaxWrongKeysPerMinute { get; set; } = 10;
}
