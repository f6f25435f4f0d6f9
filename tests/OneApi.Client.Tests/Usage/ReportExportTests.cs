using System.Text.Json;

namespace OneApi.Client.Tests.Usage;

public class ReportExportTests
{
    private const string Measures = "calls,errors,cancelled,attempts,input_tokens,cached_input_tokens,cache_write_tokens,output_tokens,reasoning_tokens,images,charge_micros,charge_usd,provider_cost_micros,provider_cost_usd,estimated,unpriced,average_duration_ms,longest_duration_ms,average_first_token_ms";
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private readonly ReportBench _bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Csv_HasStableNames_MicrosAndExactDollars_AndALineForEachRow()
    {
        await _bench.AppendAsync(
            UsageLedgerContract.NewRecord(Noon, "a", charge: 1_234_567) with { ProviderCostMicros = 1, TimeToFirstToken = TimeSpan.FromMilliseconds(80) },
            UsageLedgerContract.NewRecord(Noon, "a", charge: 3) with { Outcome = CallOutcome.Failed, Duration = TimeSpan.FromMilliseconds(1250) },
            UsageLedgerContract.NewRecord(Noon, charge: null));

        var text = await ReportBench.TextAsync(stream => _bench.Reports.WriteCsvAsync(new() { By = [UsageDimension.Owner, UsageDimension.OfLabel("team")] }, stream, new() { ByteOrderMark = false }, Stop));

        Assert.Equal(
            $"owner,label:team,{Measures}\r\n" +
            ",,1,0,0,1,1,0,0,1,0,0,0,0.000000,0,0.000000,0,1,250,250,\r\n" +
            "a,,2,1,0,2,2,0,0,2,0,0,1234570,1.234570,1,0.000001,0,0,750,1250,80\r\n",
            text);
    }

    [Fact]
    public async Task Csv_ByDay_NamesItsTimeZone()
    {
        await _bench.AppendAsync(UsageLedgerContract.NewRecord(Noon));

        var rows = CsvText.Parse(await ReportBench.TextAsync(stream => _bench.Reports.WriteCsvAsync(new() { By = [UsageDimension.Day, UsageDimension.Group], TimeZone = "Asia/Tokyo" }, stream, new() { ByteOrderMark = false }, Stop)));

        Assert.Equal(["day", "group", "time_zone", "calls"], rows[0].Take(4));
        Assert.Equal(["2026-11-25", "default", "Asia/Tokyo", "1"], rows[1].Take(4));
    }

    [Theory]
    [InlineData(true, new byte[] { 0xEF, 0xBB, 0xBF })]
    [InlineData(false, new byte[] { (byte)'c', (byte)'a', (byte)'l' })]
    public async Task Csv_BeginsWithAByteOrderMark_UnlessToldNot(bool mark, byte[] begin)
    {
        using var stream = new MemoryStream();

        await _bench.Reports.WriteCsvAsync(new(), stream, new() { ByteOrderMark = mark }, Stop);

        Assert.Equal(begin, stream.ToArray()[..3]);
        Assert.Equal(new CsvFormat(), new CsvFormat { ByteOrderMark = true });
    }

    [Fact]
    public async Task Json_HasTheNamesOfTheCsv()
    {
        await _bench.AppendAsync(UsageLedgerContract.NewRecord(Noon, "a", charge: 1_234_567) with { Labels = new Dictionary<string, string> { ["team"] = "支持" } }, UsageLedgerContract.NewRecord(Noon, charge: 1));

        var text = await ReportBench.TextAsync(stream => _bench.Reports.WriteJsonAsync(new() { By = [UsageDimension.Owner, UsageDimension.OfLabel("team"), UsageDimension.Hour] }, stream, Stop));

        using var document = JsonDocument.Parse(text);
        var (nobody, a) = (document.RootElement[0], document.RootElement[1]);
        Assert.Equal(2, document.RootElement.GetArrayLength());
        Assert.Equal($"owner,label:team,hour,time_zone,{Measures}", string.Join(',', a.EnumerateObject().Select(static member => member.Name)));
        Assert.Equal(("a", "支持", "2026-11-25T12:00+00:00", "UTC"), (a.GetProperty("owner").GetString(), a.GetProperty("label:team").GetString(), a.GetProperty("hour").GetString(), a.GetProperty("time_zone").GetString()));
        Assert.Equal((1_234_567, "1.234567"), (a.GetProperty("charge_micros").GetInt64(), a.GetProperty("charge_usd").GetString()));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (nobody.GetProperty("owner").ValueKind, nobody.GetProperty("average_first_token_ms").ValueKind));
    }

    [Fact]
    public async Task Json_OfNothing_IsAnEmptyArray() =>
        Assert.Equal("[]", await ReportBench.TextAsync(stream => _bench.Reports.WriteJsonAsync(new() { By = [UsageDimension.Owner] }, stream, Stop)));

    [Fact]
    public async Task RecordsAsCsv_HaveALineForEachRecord_ByTime()
    {
        var id = new Guid("019abcde-0000-7000-8000-000000000001");
        await _bench.AppendAsync(
            UsageLedgerContract.NewRecord(Noon.AddHours(1), "later"),
            UsageLedgerContract.NewRecord(Noon.AddTicks(5), "customer, a", "tok1", 42, new() { ["team"] = "x", ["stage"] = "=live" }, ["token:tok1", "token:tok1:2026-11"]) with
            {
                CallId = id,
                Streaming = true,
                TimeToFirstToken = TimeSpan.FromMilliseconds(120),
                EndUser = "@user",
                ChargedAs = new("CNY", 300),
                ReservedMicros = 50,
                ProviderCostMicros = null,
            });

        var rows = CsvText.Parse(await ReportBench.TextAsync(stream => _bench.Reports.WriteRecordsCsvAsync(_bench.Reports.Day(new(2026, 11, 25)), stream, new() { ByteOrderMark = false }, Stop)));

        Assert.Equal(3, rows.Count);
        var cells = rows[0].Zip(rows[1]).ToDictionary(static cell => cell.First, static cell => cell.Second);
        Dictionary<string, string> expected = new()
        {
            ["call_id"] = "019abcde-0000-7000-8000-000000000001",
            ["started_at"] = "2026-11-25T12:00:00.0000005Z",
            ["duration_ms"] = "250",
            ["first_token_ms"] = "120",
            ["operation"] = "chat",
            ["streaming"] = "true",
            ["owner"] = "customer, a",
            ["token"] = "tok1",
            ["group"] = "default",
            ["end_user"] = "'@user",
            ["labels"] = """{"stage":"=live","team":"x"}""",
            ["requested_model"] = "model",
            ["served_model"] = "model",
            ["channel"] = "channel",
            ["provider"] = "openai",
            ["outcome"] = "Succeeded",
            ["error_kind"] = "",
            ["attempts"] = "1",
            ["input_tokens"] = "1",
            ["cached_input_tokens"] = "0",
            ["cache_write_tokens"] = "0",
            ["output_tokens"] = "1",
            ["reasoning_tokens"] = "0",
            ["images"] = "0",
            ["estimated"] = "false",
            ["charge_micros"] = "42",
            ["charge_usd"] = "0.000042",
            ["charged_currency"] = "CNY",
            ["charged_currency_micros"] = "300",
            ["reserved_micros"] = "50",
            ["accounts"] = """["token:tok1","token:tok1:2026-11"]""",
            ["late"] = "false",
            ["provider_cost_micros"] = "",
            ["provider_cost_usd"] = "",
        };
        Assert.Equal(expected, cells);
        Assert.Equal("later", rows[2][Array.IndexOf(rows[0], "owner")]);
        Assert.All(rows, row => Assert.Equal(expected.Count, row.Length));
    }

    [Fact]
    public async Task RecordsAsJson_AreLines_ThatReadBackAsTheyWere()
    {
        UsageRecord[] records = [UsageLedgerContract.NewRecord(Noon, "a\nb"), UsageLedgerContract.NewRecord(Noon.AddSeconds(1), "支持")];
        await _bench.AppendAsync(records);

        var text = await ReportBench.TextAsync(stream => _bench.Reports.WriteRecordsJsonAsync(new(), stream, Stop));

        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var lines = text[..^1].Split('\n');
        Assert.Equal(records.Select(static record => record.CallId), lines.Select(static line => UsageRecordJson.Deserialize(System.Text.Encoding.UTF8.GetBytes(line)).CallId));
        Assert.Equal(records.Select(static record => record.Owner), lines.Select(static line => UsageRecordJson.Deserialize(System.Text.Encoding.UTF8.GetBytes(line)).Owner));
    }

    /// <summary>What is written goes out while it is read: no export is held in memory as a whole.</summary>
    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task ManyRecords_AreStreamed(string form)
    {
        await _bench.AppendAsync([.. Enumerable.Range(0, 2000).Select(static i => UsageLedgerContract.NewRecord(Noon.AddSeconds(i), "owner"))]);
        using var stream = new LargestWrite();

        await (form == "csv" ? _bench.Reports.WriteRecordsCsvAsync(new(), stream, cancellationToken: Stop) : _bench.Reports.WriteRecordsJsonAsync(new(), stream, Stop));

        Assert.True(stream.Length > 300_000, $"{stream.Length} bytes in all");
        Assert.InRange(stream.Largest, 1, 64 * 1024);
    }

    [Fact]
    public async Task ManyRowsAsJson_AreStreamed()
    {
        await _bench.AppendAsync([.. Enumerable.Range(0, 2000).Select(static i => UsageLedgerContract.NewRecord(Noon, "owner" + i))]);
        using var stream = new LargestWrite();

        await _bench.Reports.WriteJsonAsync(new() { By = [UsageDimension.Owner] }, stream, Stop);

        Assert.True(stream.Length > 300_000, $"{stream.Length} bytes in all");
        Assert.InRange(stream.Largest, 1, 64 * 1024);
    }

    /// <summary>Takes asynchronous writes only, as a response body of ASP.NET Core does.</summary>
    private sealed class LargestWrite : Stream
    {
        private long _length;

        public int Largest { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position { get => _length; set => throw new NotSupportedException(); }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Largest = Math.Max(Largest, buffer.Length);
            _length += buffer.Length;
            return default;
        }

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Write asynchronously.");

        public override void Flush() => throw new NotSupportedException("Flush asynchronously.");

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
