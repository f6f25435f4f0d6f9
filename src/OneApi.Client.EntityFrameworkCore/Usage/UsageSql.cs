using System.Data.Common;
using System.Globalization;
using System.Text;
using OneApi.Client.EntityFrameworkCore.Model;

namespace OneApi.Client.EntityFrameworkCore.Usage;

/// <summary>Builds the queries over the usage records. The words are those that SQLite and PostgreSQL share; values are always parameters.</summary>
internal sealed class UsageSql(DbCommand command)
{
    private const string Sums = """
        COUNT(*),
        CAST(SUM(CASE WHEN r."Outcome" IN (1, 2) THEN 1 ELSE 0 END) AS bigint),
        CAST(SUM(CASE WHEN r."Outcome" = 3 THEN 1 ELSE 0 END) AS bigint),
        CAST(SUM(r."Attempts") AS bigint),
        CAST(SUM(r."InputTokens") AS bigint),
        CAST(SUM(r."CachedInputTokens") AS bigint),
        CAST(SUM(r."CacheWriteTokens") AS bigint),
        CAST(SUM(r."OutputTokens") AS bigint),
        CAST(SUM(r."ReasoningTokens") AS bigint),
        CAST(SUM(r."Images") AS bigint),
        CAST(COALESCE(SUM(r."ChargeMicros"), 0) AS bigint),
        CAST(COALESCE(SUM(r."ProviderCostMicros"), 0) AS bigint),
        CAST(SUM(CASE WHEN r."IsEstimated" THEN 1 ELSE 0 END) AS bigint),
        CAST(SUM(CASE WHEN r."ChargeMicros" IS NULL THEN 1 ELSE 0 END) AS bigint),
        CAST(SUM(r."DurationTicks") AS bigint),
        MAX(r."DurationTicks"),
        COUNT(r."FirstTokenTicks"),
        CAST(COALESCE(SUM(r."FirstTokenTicks"), 0) AS bigint)
        """;

    private int _parameters;

    /// <summary>Makes the command add records up: the columns are the keys, the quarter if asked for, and the sums.</summary>
    public void Sum(UsageFilter filter, IReadOnlyList<UsageDimension> by, bool byQuarterHour)
    {
        var keys = new List<string>();
        var joins = new StringBuilder();
        foreach (var dimension in by)
        {
            keys.Add(dimension.Kind is UsageDimensionKind.Label ? Join(joins, dimension.Label) : Column(dimension.Kind));
        }

        if (byQuarterHour)
        {
            keys.Add($"r.\"StartedAt\" / {RecordRow.TicksPerQuarter}");
        }

        var columns = string.Concat(keys.Select(static key => key + ", "));

        // By the numbers of the columns, since an expression may not be repeated with parameters in it.
        var groups = keys.Count == 0 ? "" : " GROUP BY " + string.Join(", ", Enumerable.Range(1, keys.Count));
        command.CommandText = $"SELECT {columns}{Sums} FROM \"UsageRecords\" r{joins}{Where(filter)}{groups}";
    }

    /// <summary>Makes the command read a page of records after a place.</summary>
    public void Page(UsageFilter filter, (long StartedAt, object CallId)? after, int size)
    {
        var place = after is { } known ? $"(r.\"StartedAt\", r.\"CallId\") > ({Parameter(known.StartedAt)}, {Parameter(known.CallId)})" : null;
        command.CommandText = $"SELECT r.\"StartedAt\", r.\"CallId\", r.\"Json\" FROM \"UsageRecords\" r{Where(filter, place)} ORDER BY r.\"StartedAt\", r.\"CallId\" LIMIT {size.ToString(CultureInfo.InvariantCulture)}";
    }

    public static UsageTotals ReadTotals(DbDataReader row, int first) => new()
    {
        Calls = row.GetInt64(first),
        Errors = row.GetInt64(first + 1),
        Cancelled = row.GetInt64(first + 2),
        Attempts = row.GetInt64(first + 3),
        InputTokens = row.GetInt64(first + 4),
        CachedInputTokens = row.GetInt64(first + 5),
        CacheWriteTokens = row.GetInt64(first + 6),
        OutputTokens = row.GetInt64(first + 7),
        ReasoningTokens = row.GetInt64(first + 8),
        Images = row.GetInt64(first + 9),
        ChargeMicros = row.GetInt64(first + 10),
        ProviderCostMicros = row.GetInt64(first + 11),
        Estimated = row.GetInt64(first + 12),
        Unpriced = row.GetInt64(first + 13),
        Duration = new(row.GetInt64(first + 14)),
        LongestDuration = new(row.GetInt64(first + 15)),
        FirstTokens = row.GetInt64(first + 16),
        TimeToFirstToken = new(row.GetInt64(first + 17)),
    };

    private static string Column(UsageDimensionKind kind) => kind switch
    {
        UsageDimensionKind.Owner => "r.\"Owner\"",
        UsageDimensionKind.Token => "r.\"TokenId\"",
        UsageDimensionKind.Group => "r.\"Group\"",
        UsageDimensionKind.Model => "r.\"Model\"",
        UsageDimensionKind.Channel => "r.\"Channel\"",
        UsageDimensionKind.Provider => "r.\"Provider\"",
        _ => throw new ArgumentException($"by: {kind} was found; a ledger adds up by quarters of an hour, of which days and hours are made.", nameof(kind)),
    };

    private string Join(StringBuilder joins, string? label)
    {
        if (label is null)
        {
            return "CAST(NULL AS text)"; // no record has a label without a name
        }

        var alias = $"l{_parameters}";
        joins.Append(CultureInfo.InvariantCulture, $" LEFT JOIN \"UsageLabels\" {alias} ON {alias}.\"CallId\" = r.\"CallId\" AND {alias}.\"Name\" = {Parameter(StoredText.Clean(label))}");
        return alias + ".\"Value\"";
    }

    private string Where(UsageFilter filter, string? also = null)
    {
        var terms = new List<string>();
        Add(terms, "r.\"StartedAt\" >= ", filter.From?.UtcTicks);
        Add(terms, "r.\"StartedAt\" < ", filter.Until?.UtcTicks);
        AddText(terms, "COALESCE(r.\"Owner\", '')", filter.Owner);
        AddText(terms, "COALESCE(r.\"TokenId\", '')", filter.TokenId);
        AddText(terms, "r.\"Group\"", filter.Group);
        AddText(terms, "r.\"Model\"", filter.Model);
        AddText(terms, "r.\"Channel\"", filter.Channel);
        AddText(terms, "r.\"Provider\"", filter.Provider);
        Add(terms, "r.\"Outcome\" = ", (int?)filter.Outcome);
        foreach (var (name, value) in filter.Labels)
        {
            terms.Add($"EXISTS (SELECT 1 FROM \"UsageLabels\" f WHERE f.\"CallId\" = r.\"CallId\" AND f.\"Name\" = {Parameter(StoredText.Clean(name))} AND f.\"Value\" = {Parameter(StoredText.Clean(value))})");
        }

        if (also is not null)
        {
            terms.Add(also);
        }

        return terms.Count == 0 ? "" : " WHERE " + string.Join(" AND ", terms);
    }

    private void Add<T>(List<string> terms, string term, T? value)
        where T : struct
    {
        if (value is { } known)
        {
            terms.Add(term + Parameter(known));
        }
    }

    private void AddText(List<string> terms, string column, string? value)
    {
        if (value is not null)
        {
            terms.Add($"{column} = {Parameter(StoredText.Clean(value))}");
        }
    }

    private string Parameter(object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = $"@p{_parameters++}";
        parameter.Value = value;
        command.Parameters.Add(parameter);
        return parameter.ParameterName;
    }
}
