namespace OneApi.Client.AspNetCore.Admin;

/// <summary>The parameters of lists that come in pages.</summary>
internal static class Paging
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 500;

    public static readonly AdminField Limit = new("limit", AdminFieldType.Integer, "How many items a page holds: 1 to 500, 50 by default.");
    public static readonly AdminField After = new("after", AdminFieldType.Text, "The `next` of the page before.");

    public static int LimitOf(AdminQuery query) => query.Integer("limit", 1, MaxLimit) ?? DefaultLimit;
}
