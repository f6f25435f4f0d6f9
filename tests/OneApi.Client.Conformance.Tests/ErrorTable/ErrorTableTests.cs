namespace OneApi.Client.Conformance.Tests.ErrorTable;

/// <summary>
/// T6 (reliability §5): the table of design §6, read from the design, over every wire and through an existing client, whole and streamed: whether
/// the same channel, another one or a fallback model is tried, and what the failure does to the channel's health.
/// </summary>
public sealed class ErrorTableTests
{
    private const string Nothing = "";
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    public static TheoryData<string, bool, string> All => TableDoor.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task AnotherChannel_IsTriedWhereTheTableSaysSo(string subject, bool streaming, string fault)
    {
        var door = TableDoor.Of(subject, streaming, fault);
        await using var gateway = new TableGateway(door, channels: 3);
        gateway.Strike(0, door.Strikes);
        gateway.Strike(1, door.Strikes);

        var answer = await gateway.AskAsync();

        var tried = door.Row.AnotherChannel switch
        {
            "Yes" => 3,
            "Once" => 2,
            "No" or "LargerWindowOnly" or "WhereConfigured" => 1,
            var other => throw new InvalidOperationException(other),
        };
        Assert.Equal([door.Strikes, tried > 1 ? door.Strikes : 0, tried > 2 ? 1 : 0], gateway.Requests);
        var attempts = answer.Error is null ? answer.Trace.Attempts : answer.Failure.Attempts;
        Assert.Equal(tried == 3, answer.Error is null);
        Assert.Equal(door.Kind, attempts[0].ErrorKind);
        Assert.Equal(
            ((AttemptReason[])[AttemptReason.First, AttemptReason.AnotherChannel, AttemptReason.AnotherChannel]).Take(tried),
            attempts.Select(static attempt => attempt.Reason).Where(static reason => reason is not AttemptReason.Refresh));
        Assert.Equal(door.IsRefreshed ? 2 : 0, attempts.Count(static attempt => attempt.Reason is AttemptReason.Refresh));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task SameChannel_IsTriedAgainWhereTheTableSaysSo(string subject, bool streaming, string fault)
    {
        var door = TableDoor.Of(subject, streaming, fault);
        await using var gateway = new TableGateway(door, channels: 1, static options => options.Failover.SameChannelRetries = 1);
        gateway.Strike(0, 1, door.Row.SameChannel == "AfterShortWaitWhenAlone" ? Short : null);

        var answer = await gateway.AskAsync();

        var isTried = door.Row.SameChannel switch
        {
            "OnceWhenAlone" => true,
            "AfterShortWaitWhenAlone" => door.Subject?.StatesWaits != false,
            "OnceAfterRefresh" => door.IsRefreshed,
            "No" => false,
            var other => throw new InvalidOperationException(other),
        };
        Assert.Equal([isTried ? 2 : 1], gateway.Requests);
        if (!isTried)
        {
            Assert.Equal(door.Kind, answer.Failure.Kind);
            return;
        }

        Assert.Equal(door.Row.SameChannel == "OnceAfterRefresh" ? AttemptReason.Refresh : AttemptReason.SameChannel, answer.Trace.Attempts[1].Reason);
        Assert.True(answer.Trace.Attempts[1].WaitedBefore >= (door.Row.SameChannel == "AfterShortWaitWhenAlone" ? Short : TimeSpan.Zero));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task FallbackModel_IsTriedWhereTheTableSaysSo(string subject, bool streaming, string fault)
    {
        var door = TableDoor.Of(subject, streaming, fault);
        var isTried = door.Row.AnotherChannel is "Yes" or "Once" or "LargerWindowOnly";
        foreach (var isConfigured in (bool[])[false, true])
        {
            await using var gateway = new TableGateway(door, channels: 2, options =>
            {
                options.Channels[0].Models = ["asked"];
                options.Channels[1].Models = ["spare"];
                options.Groups["default"].Fallbacks["asked"] = ["spare"];
                options.Groups["default"].FallbackOn = isConfigured ? ["ContentFiltered"] : [];
            });
            gateway.Strike(0, door.Strikes);

            var answer = await gateway.AskAsync();

            var expected = isTried || (isConfigured && door.Row.AnotherChannel == "WhereConfigured");
            Assert.Equal([door.Strikes, expected ? 1 : 0], gateway.Requests);
            if (expected)
            {
                Assert.Equal((AttemptReason.Fallback, "spare"), (answer.Trace.Attempts[^1].Reason, answer.Trace.Model));
            }
            else
            {
                Assert.Equal(door.Kind, answer.Failure.Kind);
            }
        }
    }

    /// <summary>What rests after one failure, or after how many in a row: five that count, ten that count half.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task Health_IsWhatTheTableMakesOfIt(string subject, bool streaming, string fault)
    {
        var door = TableDoor.Of(subject, streaming, fault);
        var (failures, standing) = (door.Row.Health, door.Subject is null) switch
        {
            ("KeyOff", false) => (1, "key: KeyRefused"),
            ("KeyCools", false) => (1, "key: AccountEmpty"),
            ("KeyOff", true) => (1, "channel: KeyRefused"), // a client's key is its own: the channel stands for it
            ("KeyCools", true) => (1, "channel: AccountEmpty"),
            ("ModelRests", _) => (1, "model: ModelRefused"),
            ("Cools", _) => (1, "model: RateLimited"),
            ("Counts", _) => (5, door.IsConnectionFault ? "channel: Unreachable" : "model: Failing"),
            ("CountsHalf", _) => (10, "model: Failing"),
            ("None", _) => (10, Nothing),
            var (other, _) => throw new InvalidOperationException(other),
        };
        await using var gateway = new TableGateway(door, channels: 1);
        gateway.Strike(0, failures * door.Strikes);

        for (var i = 0; i < failures; i++)
        {
            Assert.Equal(Nothing, gateway.Standing());
            Assert.Equal(door.Kind, (await gateway.AskAsync()).Failure.Kind);
        }

        Assert.Equal(standing, gateway.Standing());
    }
}
