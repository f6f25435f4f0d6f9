namespace OneApi.Client.Tests.Admission;

/// <summary>What every store of access tokens promises, written once. A store joins by deriving from it.</summary>
public abstract class AccessTokenStoreContract
{
    private static readonly DateTimeOffset Made = new(2026, 11, 26, 16, 30, 0, TimeSpan.Zero);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected abstract IAccessTokenStore Store { get; }

    [Fact]
    public async Task Add_ThenGet_GivesTheTokenBackWhole()
    {
        var token = new StoredAccessToken(
            new()
            {
                Id = "t1", Name = "Kundé 客户", Group = "customer_service", Owner = "acme", Models = ["qwen-*", "spark-max"], IpAllowList = ["192.168.10.0/24"],
                CreatedAt = Made, ExpiresAt = Made.AddDays(30), RevokedAt = Made.AddDays(2), QuotaMicros = 500_000_000, DailyQuotaMicros = 1, MonthlyQuotaMicros = 2,
                TimeZone = "Asia/Shanghai", Labels = new Dictionary<string, string> { ["team"] = "a b" },
            },
            [new("k1", "aGFzaA==", Made.AddHours(1)), new("k2", "aGFzaDI=", null)],
            1);

        Assert.True(await Store.AddAsync([token], Stop));

        var kept = (await Store.GetAsync("t1", Stop))!;
        Assert.Equal(StoredAccessTokenJson.Serialize(token), StoredAccessTokenJson.Serialize(kept));
        Assert.Equal("t1", (await Store.FindByKeyAsync("k1", Stop))!.Token.Id);
        Assert.Equal("t1", (await Store.FindByKeyAsync("k2", Stop))!.Token.Id);
    }

    [Fact]
    public async Task WhatIsNotThere_IsNull()
    {
        Assert.Null(await Store.GetAsync("nobody", Stop));
        Assert.Null(await Store.FindByKeyAsync("nokey", Stop));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Ids_AndKeys_CompareWithCase_ButNamesWithout()
    {
        Assert.True(await Store.AddAsync([Token("a", "First", "k")], Stop));

        Assert.True(await Store.AddAsync([Token("A", "Second", "K")], Stop));
        Assert.False(await Store.AddAsync([Token("b", "FIRST", "k3")], Stop));
        Assert.Equal("A", (await Store.FindByKeyAsync("K", Stop))!.Token.Id);
    }

    [Theory]
    [InlineData("a", "new", "new")]
    [InlineData("new", "NAME A", "new")]
    [InlineData("new", "new", "ka")]
    public async Task Add_OfAnIdANameOrAKeyThatIsTaken_AddsNoneOfThem(string id, string name, string key)
    {
        await Store.AddAsync([Token("a", "name a", "ka")], Stop);

        Assert.False(await Store.AddAsync([Token("fresh", "fresh", "fresh"), Token(id, name, key)], Stop));

        Assert.Null(await Store.GetAsync("fresh", Stop));
        Assert.Null(await Store.FindByKeyAsync("fresh", Stop));
        Assert.Equal(["a"], await ListAsync());
    }

    [Theory]
    [InlineData("a", "two", "k2")]
    [InlineData("b", "ONE", "k2")]
    [InlineData("b", "two", "k1")]
    public async Task Add_OfTwins_AddsNoneOfThem(string id, string name, string key)
    {
        Assert.False(await Store.AddAsync([Token("a", "one", "k1"), Token(id, name, key)], Stop));

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Replace_PutsTheNextVersionInPlace_WithItsNameAndKeys()
    {
        await Store.AddAsync([Token("a", "one", "k1")], Stop);

        Assert.True(await Store.ReplaceAsync(Token("a", "two", "k2") with { Version = 2 }, Stop));

        Assert.Equal(("two", 2L), ((await Store.GetAsync("a", Stop))!.Token.Name, (await Store.GetAsync("a", Stop))!.Version));
        Assert.Null(await Store.FindByKeyAsync("k1", Stop));
        Assert.Equal("a", (await Store.FindByKeyAsync("k2", Stop))!.Token.Id);
        Assert.True(await Store.AddAsync([Token("b", "one", "k1")], Stop)); // both are free again
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(0)]
    public async Task Replace_OfAnotherVersion_ChangesNothing(long version)
    {
        await Store.AddAsync([Token("a", "one", "k1")], Stop);

        Assert.False(await Store.ReplaceAsync(Token("a", "two", "k2") with { Version = version }, Stop));

        Assert.Equal("one", (await Store.GetAsync("a", Stop))!.Token.Name);
        Assert.NotNull(await Store.FindByKeyAsync("k1", Stop));
        Assert.Null(await Store.FindByKeyAsync("k2", Stop));
    }

    [Theory]
    [InlineData("TWO", "k1")]
    [InlineData("one", "k2")]
    public async Task Replace_ByANameOrAKeyOfAnother_ChangesNothing(string name, string key)
    {
        await Store.AddAsync([Token("a", "one", "k1"), Token("b", "two", "k2")], Stop);

        Assert.False(await Store.ReplaceAsync(Token("a", name, key) with { Version = 2 }, Stop));

        Assert.Equal(("one", 1L), ((await Store.GetAsync("a", Stop))!.Token.Name, (await Store.GetAsync("a", Stop))!.Version));
        Assert.Equal("a", (await Store.FindByKeyAsync("k1", Stop))!.Token.Id);
        Assert.Equal("b", (await Store.FindByKeyAsync("k2", Stop))!.Token.Id);
    }

    [Fact]
    public async Task Replace_MayChangeTheCaseOfItsOwnName_AndKeepItsKey()
    {
        await Store.AddAsync([Token("a", "one", "k1")], Stop);

        Assert.True(await Store.ReplaceAsync(Token("a", "ONE", "k1") with { Version = 2 }, Stop));

        Assert.Equal("ONE", (await Store.FindByKeyAsync("k1", Stop))!.Token.Name);
    }

    [Fact]
    public async Task Replace_OfAnUnknownToken_IsRefused() => Assert.False(await Store.ReplaceAsync(Token("nobody", "one", "k1") with { Version = 2 }, Stop));

    [Fact]
    public async Task Remove_FreesIdNameAndKeys_AndLeavesTheOthers()
    {
        await Store.AddAsync([Token("a", "one", "k1"), Token("b", "two", "k2")], Stop);

        Assert.True(await Store.RemoveAsync("a", Stop));

        Assert.Null(await Store.GetAsync("a", Stop));
        Assert.Null(await Store.FindByKeyAsync("k1", Stop));
        Assert.Equal(["b"], await ListAsync());
        Assert.True(await Store.AddAsync([Token("a", "one", "k1")], Stop));
        Assert.Equal(["b", "a"], await ListAsync());
    }

    [Fact]
    public async Task Remove_OfAnUnknownToken_ChangesNothing()
    {
        await Store.AddAsync([Token("a", "one", "k1")], Stop);

        Assert.False(await Store.RemoveAsync("A", Stop));

        Assert.Equal(["a"], await ListAsync());
    }

    [Fact]
    public async Task List_GoesInTheOrderInWhichTheyWereMade()
    {
        string[] ids = [.. Enumerable.Range(0, 450).Select(static i => $"t{(i * 7919) % 1000}")];
        await Store.AddAsync([.. ids[..300].Select(static id => Token(id, id, "k" + id))], Stop);
        foreach (var id in ids[300..])
        {
            await Store.AddAsync([Token(id, id, "k" + id)], Stop);
        }

        await Store.ReplaceAsync(Token(ids[0], "renamed", "kr") with { Version = 2 }, Stop);

        Assert.Equal(ids, await ListAsync());
    }

    [Fact]
    public async Task OfManyChangesOfOneVersion_OneWins()
    {
        await Store.AddAsync([Token("a", "one", "k1")], Stop);

        var won = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () => await Store.ReplaceAsync(Token("a", $"name {i}", "k1") with { Version = 2 }, Stop), Stop)));

        Assert.Single(won, true);
        Assert.Equal($"name {Array.IndexOf(won, true)}", (await Store.GetAsync("a", Stop))!.Token.Name);
    }

    [Fact]
    public async Task OfManyTokensOfOneName_OneIsAdded()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () => await Store.AddAsync([Token($"t{i}", "same", $"k{i}")], Stop), Stop)));

        Assert.Single(added, true);
        Assert.Equal([$"t{Array.IndexOf(added, true)}"], await ListAsync());
    }

    private static StoredAccessToken Token(string id, string name, string key) =>
        new(new() { Id = id, Name = name, Group = "default", CreatedAt = Made }, [new(key, "aGFzaA==", null)], 1);

    private async Task<string[]> ListAsync()
    {
        var ids = new List<string>();
        await foreach (var token in Store.ListAsync(Stop))
        {
            ids.Add(token.Token.Id);
        }

        return [.. ids];
    }
}
