using System.Globalization;
using CsCheck;

namespace OneApi.Client.Tests.Quotas;

/// <summary>
/// T1 of the reliability page: what a store answers, step by step and at once from several threads, is what plain arithmetic answers. A store joins by
/// deriving from it. One file on purpose, and only the public API: the test projects of other packages link it.
/// </summary>
/// <remarks>
/// Concurrent runs are judged by their whole history, not only by where they end: there must be an order of all operations that keeps each thread's
/// own order and never puts an operation before one that had ended when it began, in which every answer is right. That is linearizability,
/// and more than comparing final states shows. CsCheck makes and shrinks the cases; a failure prints the seed that brings it back.
/// ONEAPI_LONG=1 runs the long sizes.
/// </remarks>
public abstract partial class QuotaStoreModel
{
    private const int Ids = 16;
    private const int Configured = 3;
    private const int Unopened = 4;
    private const int Accounts = 5;

    /// <summary>Large, but so that the sum of a whole run stays far below 2⁵³: scripts of some stores compare as floating point.</summary>
    private const long Large = 1L << 40;

    private static readonly bool s_isLong = Environment.GetEnvironmentVariable("ONEAPI_LONG") == "1";

    private static readonly Gen<long> s_amounts = Gen.Frequency(
        (6, Gen.OneOf(0L, 1L, 7L, 20L, 20L, 50L)),
        (4, Gen.Long[0, 60]),
        (1, Gen.OneOf(Large, long.MaxValue)));

    private static readonly Gen<long> s_limits = Gen.Frequency((5, Gen.Long[0, 200]), (1, Gen.Const(Large)));

    private static readonly Gen<Entry> s_entries = Gen.Select(
        Gen.OneOf(0, 1, 2, Unopened),
        Gen.Frequency((6, Gen.Long[-100, 100]), (1, Gen.OneOf(0L, Large, -Large, long.MinValue))),
        static (account, amount) => new Entry(account, amount));

    private enum What
    {
        Reserve,
        Settle,
        Release,
        Extend,
        Adjust,
        Get,
        Reap,
        Advance,
    }

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected abstract IQuotaStore Store { get; }

    /// <summary>Gets a value indicating whether the store has a clock that no test can turn: then no time passes in the random histories.</summary>
    protected virtual bool HasOwnClock => false;

    /// <summary>Gets how many accounts a reservation has at most.</summary>
    protected virtual int MaxChain => 3;

    /// <summary>Turns the store's clock; never called where it has its own.</summary>
    protected virtual Task AdvanceAsync(TimeSpan time) => throw new NotSupportedException("A store without a clock of its own turns it here.");

    /// <summary>I1–I4, I6, I7, one operation after the other: every answer, and every standing in every second history.</summary>
    [Fact]
    public async Task EveryAnswer_IsThatOfArithmetic()
    {
        var wanted = s_isLong ? 500_000 : 20_000;
        var done = 0;
        var expected = new Dictionary<string, Sum>();

        await Histories(20, 60).SampleAsync(
            async history =>
            {
                var model = await OpenAsync(history.Plan.Fresh());
                try
                {
                    for (var i = 0; i < history.Steps.Length; i++)
                    {
                        await StepAsync(model, history.Steps[i], i);
                        done++;
                        if (history.IsWatched)
                        {
                            await AssertStandingsAsync(model, i);
                        }
                    }

                    await AssertStandingsAsync(model, history.Steps.Length);
                }
                finally
                {
                    await CloseAsync(model.Plan, history.Steps);
                }

                await AssertNothingIsHeldAsync(model, expected);
            },
            iter: wanted / 38,
            threads: 1,
            print: static history => history.ToString());

        await AssertListAsync(expected);
        Say($"{done} operations, one after the other: every answer is arithmetic's.");
    }

    /// <summary>I2, I4, I7 under concurrency: what callers at once are answered could have happened one after the other.</summary>
    [Fact]
    public async Task CallersAtOnce_AreAnsweredAsIfTheyHadComeOneAfterTheOther()
    {
        var runs = s_isLong ? 50_000 : 2_000;
        var done = 0;

        await Races().SampleAsync(
            async race =>
            {
                var model = await OpenAsync(race.Plan.Fresh());
                try
                {
                    for (var i = 0; i < race.Before.Length; i++)
                    {
                        await StepAsync(model, race.Before[i], i);
                    }

                    var events = RunAtOnce(model.Plan, race.Threads);
                    var after = new Answer[Accounts];
                    for (var account = 0; account < Accounts; account++)
                    {
                        after[account] = new(Standing: await Store.GetAsync(model.Plan.Key(account), Stop));
                    }

                    if (!IsExplained(model.AtOnce(), events, new int[events.Length], after))
                    {
                        Assert.Fail("No order of these operations gives these answers:\n" + Describe(events) + "after: " + string.Join(", ", after.Select(static answer => answer.Standing?.ToString() ?? "none")));
                    }

                    done++;
                }
                finally
                {
                    await CloseAsync(model.Plan, [.. race.Before, .. race.Threads.SelectMany(static steps => steps)]);
                }
            },
            iter: runs,
            threads: 1,
            print: static race => race.ToString());

        Say($"{done} runs of 2 to 4 threads: every history has an order.");
    }

    private static void Say(string text) => TestContext.Current.TestOutputHelper?.WriteLine(text);

    private static string Describe(Event[][] events)
    {
        var text = new System.Text.StringBuilder();
        for (var thread = 0; thread < events.Length; thread++)
        {
            foreach (var one in events[thread])
            {
                text.Append(CultureInfo.InvariantCulture, $"  thread {thread}, {one.Began}–{one.Ended}: {one.Step} → {one.Answer}\n");
            }
        }

        return text.ToString();
    }

    private static bool IsExplained(Arithmetic model, Event[][] events, int[] next, Answer[] after)
    {
        var isOver = true;
        for (var thread = 0; thread < events.Length; thread++)
        {
            if (next[thread] == events[thread].Length)
            {
                continue;
            }

            isOver = false;
            var head = events[thread][next[thread]];
            if (HasOneEndedBefore(head, events, next))
            {
                continue;
            }

            var then = model.Copy();
            if (then.Judge(head.Step, head.Answer) is not null)
            {
                continue;
            }

            next[thread]++;
            if (IsExplained(then, events, next, after))
            {
                return true;
            }

            next[thread]--;
        }

        return isOver && Enumerable.Range(0, Accounts).All(account => model.JudgeStanding(account, after[account].Standing) is null);
    }

    private static bool HasOneEndedBefore(Event head, Event[][] events, int[] next)
    {
        for (var thread = 0; thread < events.Length; thread++)
        {
            if (next[thread] < events[thread].Length && events[thread][next[thread]].Ended < head.Began)
            {
                return true;
            }
        }

        return false;
    }

    private Gen<Plan> Plans() => Gen.Select(
        s_limits.Array[4],
        Gen.Int[0, Accounts - 1].Array[1, 4].Select(chain => chain.Distinct().Take(MaxChain).ToArray()).Array[Ids],
        s_entries.Array[6],
        static (limits, chains, entries) => new Plan(limits, chains, entries));

    private static Gen<Plan> TightPlans() => Gen.Select(
        Gen.Int[20, 60].Select(static limit => (long)limit).Array[4],
        s_entries.Array[6],
        static (limits, entries) => new Plan(limits, [.. Enumerable.Repeat<int[]>([0], Ids)], entries));

    private Gen<Step[]> Steps(int least, int most, bool mayAdvance) => Gen.Select(
        Gen.Frequency((8, What.Reserve), (6, What.Settle), (2, What.Release), (4, What.Extend), (3, What.Adjust), (2, What.Get), (1, What.Reap), (mayAdvance && !HasOwnClock ? 2 : 0, What.Advance)),
        Gen.Int[0, Ids - 1],
        s_amounts,
        Gen.Int[0, 2],
        Gen.Int[1, 4], // tens of seconds: so that ends and looks often fall on the same moment
        static (what, id, amount, more, tens) => new Step(what, id, amount, more, tens * 10)).Array[least, most];

    private Gen<History> Histories(int least, int most) => Gen.Select(
        Plans(),
        Steps(least, most, mayAdvance: true),
        Gen.Bool,
        Gen.Int[2, Ids],
        static (plan, steps, isWatched, ids) => new History(plan, Numbered([OnIds(steps, ids)])[0], isWatched));

    /// <summary>Few ids, so that the threads meet on them; in every second race also one account with money for a call or two, so that they meet at its end.</summary>
    private Gen<Race> Races() => Gen.Select(
        Gen.OneOf(Plans(), TightPlans()),
        Steps(0, 6, mayAdvance: true),
        Steps(1, 4, mayAdvance: false).Array[2, 4],
        Gen.Int[1, 4],
        static (plan, before, threads, ids) =>
        {
            var all = Numbered([.. threads.Prepend(before).Select(steps => OnIds(steps, ids))]);
            return new Race(plan, all[0], all[1..]);
        });

    /// <summary>Calls on few ids meet more often. What names an entry or an account by its number keeps it.</summary>
    private static Step[] OnIds(Step[] steps, int ids) =>
        Array.ConvertAll(steps, step => step.What is What.Adjust or What.Get ? step : step with { Id = step.Id % ids });

    /// <summary>Numbers the extensions of each id by one from 1; some repeat the number before.</summary>
    private static Step[][] Numbered(Step[][] lists)
    {
        var last = new int[Ids];
        return Array.ConvertAll(lists, steps => Array.ConvertAll(steps, step =>
            step.What is not What.Extend ? step : step with { Sequence = step.Sequence == 0 && last[step.Id] > 0 ? last[step.Id] : ++last[step.Id] }));
    }

    private async Task<Arithmetic> OpenAsync(Plan plan)
    {
        for (var account = 0; account < Configured; account++)
        {
            var opened = await Store.AdjustAsync(new(Guid.NewGuid(), plan.Key(account), plan.Limits[account], "opening"), Stop);
            Assert.Equal(QuotaOutcome.Applied, opened.Outcome);
        }

        return new(plan, HasOwnClock);
    }

    /// <summary>Leaves nothing behind that a later run would meet, whatever this one found.</summary>
    private async Task CloseAsync(Plan plan, Step[] steps)
    {
        foreach (var id in steps.Where(static step => step.What is What.Reserve).Select(static step => step.Id).Distinct())
        {
            await Store.ReleaseAsync(plan.CallIds[id], Stop);
        }

        await Store.ReapAsync(Stop);
    }

    private async Task StepAsync(Arithmetic model, Step step, int index)
    {
        if (step.What is What.Advance)
        {
            await AdvanceAsync(TimeSpan.FromSeconds(step.Seconds));
            model.Advance(step.Seconds);
            return;
        }

        var answer = await AskAsync(model.Plan, step);
        if (model.Judge(step, answer) is { } right)
        {
            Assert.Fail($"Step {index}, {step}: the store says {answer}, arithmetic says {right}.");
        }
    }

    private async Task<Answer> AskAsync(Plan plan, Step step) => step.What switch
    {
        What.Reserve => new(await Store.ReserveAsync(new(plan.CallIds[step.Id], plan.Chain(step.Id), step.Amount, step.Lifetime(HasOwnClock)), Stop)),
        What.Settle => new(await Store.SettleAsync(new(plan.CallIds[step.Id], plan.Chain(step.Id), step.Actual), Stop)),
        What.Release => new(await Store.ReleaseAsync(plan.CallIds[step.Id], Stop)),
        What.Extend => new(await Store.ExtendAsync(new(plan.CallIds[step.Id], step.Sequence, step.Amount, step.Lifetime(HasOwnClock)), Stop)),
        What.Adjust => new(await Store.AdjustAsync(new(plan.EntryIds[step.EntryOf(plan)], plan.Key(plan.Entries[step.EntryOf(plan)].Account), plan.Entries[step.EntryOf(plan)].Amount, "a change"), Stop)),
        What.Get => new(Standing: await Store.GetAsync(plan.Key(step.Id % Accounts), Stop)),
        What.Reap => new(Count: await Store.ReapAsync(Stop)),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    /// <summary>A thread each, all let go at once: tasks would start one after the other on few cores.</summary>
    private Event[][] RunAtOnce(Plan plan, Step[][] lists)
    {
        var clock = 0;
        var waiting = lists.Length;
        var events = Array.ConvertAll(lists, static steps => new Event[steps.Length]);
        var failures = new Exception?[lists.Length];
        var threads = lists.Select((steps, number) => new Thread(() =>
        {
            try
            {
                Interlocked.Decrement(ref waiting);
                var wait = default(SpinWait);
                while (Volatile.Read(ref waiting) > 0)
                {
                    wait.SpinOnce(sleep1Threshold: -1); // woken threads would start apart by more than a whole run takes in memory
                }

                for (var i = 0; i < steps.Length; i++)
                {
                    var began = Interlocked.Increment(ref clock);
                    var answer = AskAsync(plan, steps[i]).GetAwaiter().GetResult();
                    events[number][i] = new(steps[i], answer, began, Interlocked.Increment(ref clock));
                }
            }
            catch (Exception e) // told to the test, which fails with it
            {
                failures[number] = e;
            }
        })).ToArray();
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());

        if (failures.FirstOrDefault(static failure => failure is not null) is { } first)
        {
            throw new AggregateException("A store's operation failed: " + first.Message, first);
        }

        return events;
    }

    private async Task AssertStandingsAsync(Arithmetic model, int index)
    {
        for (var account = 0; account < Accounts; account++)
        {
            var standing = await Store.GetAsync(model.Plan.Key(account), Stop);
            if (model.JudgeStanding(account, standing) is { } right)
            {
                Assert.Fail($"After step {index}, account {account}: the store says {standing?.ToString() ?? "none"}, arithmetic says {right}.");
            }
        }
    }

    /// <summary>I1, I3: when all has ended nothing is held, and settled is the sum of the charges.</summary>
    private async Task AssertNothingIsHeldAsync(Arithmetic model, Dictionary<string, Sum> expected)
    {
        for (var account = 0; account < Accounts; account++)
        {
            if (!model.IsOpened(account))
            {
                continue;
            }

            var key = model.Plan.Key(account);
            var sum = new Sum(model.Limit(account), model.Settled(account));
            var standing = (await Store.GetAsync(key, Stop))!;
            Assert.Equal((sum.Limit, sum.Settled, 0L), (standing.LimitMicros, standing.SettledMicros, standing.HeldMicros));
            expected[key] = sum;
        }
    }

    private async Task AssertListAsync(Dictionary<string, Sum> expected)
    {
        await foreach (var (key, standing) in Store.ListAsync(Stop))
        {
            if (expected.Remove(key, out var sum))
            {
                Assert.Equal((sum.Limit, sum.Settled, 0L), (standing.LimitMicros, standing.SettledMicros, standing.HeldMicros));
            }
        }

        Assert.Empty(expected);
    }
}
