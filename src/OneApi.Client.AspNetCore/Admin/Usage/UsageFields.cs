namespace OneApi.Client.AspNetCore.Admin;

/// <summary>The parameters by which calls are chosen.</summary>
internal static class UsageFields
{
    public static readonly AdminField Day = new("day", AdminFieldType.Text, "One day: today, yesterday or 2026-11-25. Not together with from and until.");
    public static readonly AdminField From = new("from", AdminFieldType.Text, "The first moment or day.");
    public static readonly AdminField Until = new("until", AdminFieldType.Text, "The moment, or the day, after the last one.");
    public static readonly AdminField TimeZone = new("tz", AdminFieldType.Text, "The IANA name of the time zone of days and hours; that of the reports by default.");

    public static readonly IReadOnlyList<AdminField> Filter =
    [
        Day, From, Until, TimeZone,
        new("owner", AdminFieldType.Text, "Only calls of this customer; empty: of nobody."),
        new("token", AdminFieldType.Text, "Only calls with this token, by its id; empty: the host's own."),
        new("group", AdminFieldType.Text, "Only calls in the name of this group."),
        new("model", AdminFieldType.Text, "Only calls that this model served."),
        new("channel", AdminFieldType.Text, "Only calls that this channel served."),
        new("provider", AdminFieldType.Text, "Only calls that this provider served."),
        new("outcome", AdminFieldType.Text, "Only calls that ended so: succeeded, failed, broken or cancelled."),
        new("label", AdminFieldType.TextMap, "Only calls with a label, written as label.team=red."),
    ];

    public static readonly AdminField By = new("by", AdminFieldType.Text, "What to keep apart, with commas: owner, token, group, model, channel, provider, day, hour, label:team. Nothing: one total.");
    public static readonly AdminField Order = new("order", AdminFieldType.Text, "What the rows are ordered by, the largest first: charge, calls, errors, tokens, …; by their keys by default.");
    public static readonly AdminField Top = new("top", AdminFieldType.Integer, "How many rows are given at most.");
    public static readonly AdminField Per = new("per", AdminFieldType.Text, "call, the default: a call counts once, for the channel that served it. attempt: every attempt counts, for the channel that was tried; so a failure that another channel made good is seen.");
    public static readonly AdminField Mark = new("bom", AdminFieldType.Text, "false leaves out the byte order mark, which Excel needs.");

    public static readonly IReadOnlyList<AdminField> Query = [.. Filter, By, Order, Top, Per];
}
