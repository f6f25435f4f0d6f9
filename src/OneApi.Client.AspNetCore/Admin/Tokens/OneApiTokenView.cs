namespace OneApi.Client.AspNetCore.Admin;

/// <summary>One API's envelope of one thing.</summary>
internal sealed record OneApiReply<T>(bool Success, string Message, T? Data);

/// <summary>A token as One API shows it: quotas in its own unit (500 000 are a dollar), moments in seconds, -1 for never.</summary>
/// <remarks>The id is a text here. The key comes without its <c>sk-</c>, and only when the token is made. Status: 1 works, 2 revoked, 3 expired, 4 has nothing left.</remarks>
internal sealed record OneApiTokenView(
    string Id,
    string Name,
    string Key,
    int Status,
    long CreatedTime,
    long ExpiredTime,
    long RemainQuota,
    long UsedQuota,
    bool UnlimitedQuota,
    string Models,
    string Subnet,
    string Group);
