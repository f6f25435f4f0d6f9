namespace OneApi.Client.Tests.Audit;

/// <summary>What every audit log promises, written once. A log joins by deriving from it.</summary>
public abstract class AuditLogContract
{
    private static readonly DateTimeOffset At = new(2026, 11, 26, 17, 30, 15, TimeSpan.FromHours(8));

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected abstract IAuditLog Log { get; }

    /// <summary>Gets the same log as another node sees it.</summary>
    protected abstract IAuditLog Other { get; }

    [Fact]
    public async Task EmptyLog_IsWhole()
    {
        Assert.Empty(await Log.ReadAsync(AuditFilter.All, null, 1, Stop));
        Assert.Equal(new(true, 0, null, ""), await Log.CheckAsync(Stop));
    }

    [Fact]
    public async Task Entry_ComesBackWhole_WithNumberAndHash()
    {
        var entry = Entry("a") with
        {
            Id = 99,
            Hash = "wrong",
            At = At.AddTicks(1_234_567),
            Role = "operator",
            Target = "Kundé 客户 🚦",
            Before = """{"weight":1}""",
            After = """{"note":"it's \"so\""}""",
            Address = "192.0.2.1",
            RequestId = "r-1",
        };

        var kept = await Log.AppendAsync(entry, Stop);

        Assert.Equal(entry with { Id = 1, Hash = AuditChain.HashOf("", entry with { Id = 1 }) }, kept);
        Assert.Equal(kept, Assert.Single(await Other.ReadAsync(AuditFilter.All, null, 10, Stop)));
    }

    [Fact]
    public async Task WhatNoDatabaseKeeps_LeavesTheChainWhole()
    {
        await Log.AppendAsync(Entry("a\0b\ud800c") with { RequestId = "\0" }, Stop);

        Assert.True((await Other.CheckAsync(Stop)).IsWhole);
    }

    [Fact]
    public async Task Entries_ComeInPages_NewestFirst()
    {
        foreach (var target in (string[])["a", "b", "c"])
        {
            await Log.AppendAsync(Entry(target), Stop);
        }

        var first = await Other.ReadAsync(AuditFilter.All, null, 2, Stop);
        var second = await Other.ReadAsync(AuditFilter.All, first[^1].Id, 2, Stop);

        Assert.Equal([("c", 3L), ("b", 2L)], first.Select(static entry => (entry.Target, entry.Id)));
        Assert.Equal([("a", 1L)], second.Select(static entry => (entry.Target, entry.Id)));
    }

    [Fact]
    public async Task Filter_ChoosesByEveryMember()
    {
        await Log.AppendAsync(Entry("a") with { Action = "token.create" }, Stop);
        await Log.AppendAsync(Entry("b") with { Action = "token.revoke", Caller = "bob", At = At.AddMinutes(1) }, Stop);
        await Log.AppendAsync(Entry("c") with { Action = "tokens", At = At.AddMinutes(2) }, Stop);
        await Log.AppendAsync(Entry("d") with { Action = "Token.create", Caller = "Anna", At = At.AddMinutes(3) }, Stop);

        Assert.Equal(["b", "a"], await TargetsAsync(new() { Action = "token." }));
        Assert.Equal(["a"], await TargetsAsync(new() { Action = "token.create" }));
        Assert.Equal(["c", "a"], await TargetsAsync(new() { Caller = "anna" }));
        Assert.Equal(["d"], await TargetsAsync(new() { Target = "d" }));
        Assert.Equal(["c", "b"], await TargetsAsync(new() { From = At.AddMinutes(1), Until = At.AddMinutes(3) }));
        Assert.Empty(await TargetsAsync(new() { Caller = "bob", Target = "a" }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task LimitOutOfBounds_Throws(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Log.ReadAsync(AuditFilter.All, null, limit, Stop));

    [Fact]
    public async Task ManyAtOnce_MakeOneChain()
    {
        var kept = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(async () => await (i % 2 == 0 ? Log : Other).AppendAsync(Entry($"n{i}"), Stop), Stop)));

        var check = await Log.CheckAsync(Stop);

        Assert.Equal(Enumerable.Range(1, 24).Select(static id => (long)id), kept.Select(static entry => entry.Id).Order());
        Assert.Equal(new(true, 24, null, kept.MaxBy(static entry => entry.Id)!.Hash), check);
    }

    protected static AuditEntry Entry(string target) => new() { At = At, Caller = "anna", Action = "channel.change", Target = target };

    private async Task<IEnumerable<string>> TargetsAsync(AuditFilter filter) => (await Other.ReadAsync(filter, null, 10, Stop)).Select(static entry => entry.Target);
}
