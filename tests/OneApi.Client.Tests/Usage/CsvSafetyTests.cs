using System.Text;
using System.Text.Json;
using CsCheck;
using OneApi.Client.Usage;

namespace OneApi.Client.Tests.Usage;

/// <summary>Customers choose names, labels and models; a spreadsheet must not run them.</summary>
public class CsvSafetyTests
{
    private const string FormulaStarts = "=+-@\t\r";
    private static readonly Gen<string> Hostile = Gen.OneOf(
        Gen.String,
        Gen.Char["=+-@\t\r\n,;\"' a1|!支＝\0\uFEFF"].Array[0, 12].Select(static chars => new string(chars)),
        Gen.OneOf("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "=cmd|'/c calc'!A0", "\"=1\"", "a\",=1,\"b", "a\r\n=1", "\uD800", "'=1", "＝1"));

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+49", "\"'+49\"")]
    [InlineData("-5", "\"'-5\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData(" =1", "\"' =1\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("a-b+c@d", "a-b+c@d")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("say \"=1\"", "\"say \"\"=1\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public async Task AText_IsWrittenSoThatNoFormulaBegins(string? text, string expected) =>
        Assert.Equal(expected + "\r\n", await WriteAsync(csv => csv.Text(text)));

    [Theory]
    [InlineData(-1, "-1,-0.000001")]
    [InlineData(long.MinValue, "-9223372036854775808,-9223372036854.775808")]
    [InlineData(long.MaxValue, "9223372036854775807,9223372036854.775807")]
    [InlineData(1_000_000, "1000000,1.000000")]
    public async Task OurNumbers_StayNumbers_AndDollarsAreExact(long micros, string expected) =>
        Assert.Equal(expected + "\r\n", await WriteAsync(csv =>
        {
            csv.Number(micros);
            csv.Dollars(micros);
        }));

    [Fact]
    public async Task WhatIsWritten_ReadsBack_AndNoCellBeginsAFormula() =>
        await Hostile.Array[1, 6].Array[1, 5].SampleAsync(
            async table =>
            {
                using var stream = new MemoryStream();
                await using (var csv = new CsvWriter(stream, new() { ByteOrderMark = false }))
                {
                    foreach (var row in table)
                    {
                        foreach (var cell in row)
                        {
                            csv.Text(cell);
                        }

                        await csv.EndRowAsync(TestContext.Current.CancellationToken);
                    }
                }

                var read = CsvText.Parse(Encoding.UTF8.GetString(stream.ToArray()));

                Assert.Equal(table.Length, read.Count);
                foreach (var (written, found) in table.Zip(read))
                {
                    Assert.Equal(written.Length, found.Length);
                    foreach (var (text, cell) in written.Zip(found))
                    {
                        Assert.True(cell.Length == 0 || !FormulaStarts.Contains(cell.TrimStart(' ') is [var first, ..] ? first : 'a'), $"'{cell}' begins a formula.");
                        var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)); // half a character can't be written
                        Assert.True(cell == whole || cell == "'" + whole, $"'{cell}' is not '{whole}'.");
                    }
                }
            },
            iter: 5_000,
            threads: 1);

    [Fact]
    public async Task AReportOfHostileNames_IsSafeAsCsv_AndTrueAsJson() =>
        await Gen.Select(Hostile, Hostile, Hostile).SampleAsync(
            async (owner, label, value) =>
            {
                var bench = new ReportBench();
                var name = string.IsNullOrWhiteSpace(label) ? "team" : label;
                await bench.AppendAsync(UsageLedgerContract.NewRecord(bench.Time.GetUtcNow(), owner, labels: new() { [name] = value }));
                var query = new UsageQuery { By = [UsageDimension.Owner, UsageDimension.OfLabel(name)] };

                var csv = CsvText.Parse(await ReportBench.TextAsync(stream => bench.Reports.WriteCsvAsync(query, stream, new() { ByteOrderMark = false }, TestContext.Current.CancellationToken)));
                var records = CsvText.Parse(await ReportBench.TextAsync(stream => bench.Reports.WriteRecordsCsvAsync(new(), stream, new() { ByteOrderMark = false }, TestContext.Current.CancellationToken)));
                using var json = JsonDocument.Parse(await ReportBench.TextAsync(stream => bench.Reports.WriteJsonAsync(query, stream, TestContext.Current.CancellationToken)));

                Assert.All(csv.Concat(records).SelectMany(static row => row), static cell => Assert.DoesNotContain(cell.TrimStart(' ').FirstOrDefault('a'), FormulaStarts));
                Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(owner)), json.RootElement[0].GetProperty("owner").GetString());
            },
            iter: 1_000,
            threads: 1);

    private static async Task<string> WriteAsync(Action<CsvWriter> write)
    {
        using var stream = new MemoryStream();
        await using (var csv = new CsvWriter(stream, new() { ByteOrderMark = false }))
        {
            write(csv);
            await csv.EndRowAsync(TestContext.Current.CancellationToken);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
