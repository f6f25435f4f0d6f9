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
public abstract class QuotaStoreModel
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

    /// <summary>A change of a limit that may be asked for more than once.</summary>
    private readonly record struct Entry(int Account, long Amount);

    private readonly record struct Sum(long Limit, long Settled);

    /// <summary>What a store said: a result, a standing or a count.</summary>
    private readonly record struct Answer(QuotaResult Result = default, QuotaStanding? Standing = null, int Count = 0);

    private readonly record struct Event(Step Step, Answer Answer, int Began, int Ended);

    /// <summary>One operation on one of the plan's ids.</summary>
    private sealed record Step(What What, int Id, long Amount, int Sequence, int Seconds)
    {
        public long Actual => Math.Min(Amount, Large);

        public int EntryOf(Plan plan) => Id % plan.Entries.Length;

        public TimeSpan Lifetime(bool isLong) => isLong ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(Seconds);

        public override string ToString() => What switch
        {
            What.Reserve => $"reserve {Amount} for call {Id}, {Seconds} s",
            What.Settle => $"settle {Actual} for call {Id}",
            What.Release => $"release call {Id}",
            What.Extend => $"extend call {Id} by {Amount}, {Seconds} s, number {Sequence}",
            What.Adjust => $"adjust by entry {Id}",
            What.Get => $"get account {Id % Accounts}",
            What.Advance => $"advance {Seconds} s",
            _ => "reap",
        };
    }

    /// <summary>The accounts of a run (three with a limit of the store, one with a configured limit, one that no entry has opened yet), the chain of every call and the changes of limits. Fresh keys and ids: the store may be shared.</summary>
    private sealed class Plan(long[] limits, int[][] chains, Entry[] entries)
    {
        private string _prefix = "";

        public long[] Limits { get; } = limits;

        public int[][] Chains { get; } = chains;

        public Entry[] Entries { get; } = entries;

        public Guid[] CallIds { get; private set; } = [];

        public Guid[] EntryIds { get; private set; } = [];

        public string Key(int account) => _prefix + (char)('a' + account);

        public QuotaAccount[] Chain(int id) => Array.ConvertAll(Chains[id], account => new QuotaAccount(Key(account), account == Configured ? Limits[Configured] : null));

        /// <summary>The same plan under keys that nobody has used: shrinking runs a case again.</summary>
        public Plan Fresh() => new(Limits, Chains, Entries)
        {
            _prefix = $"model-{Guid.NewGuid():N}-",
            CallIds = [.. Enumerable.Range(0, Ids).Select(static _ => Guid.NewGuid())],
            EntryIds = [.. Enumerable.Range(0, Entries.Length).Select(static _ => Guid.NewGuid())],
        };

        public override string ToString() =>
            $"limits {string.Join(", ", Limits)}; chains {string.Join(" ", Chains.Select(static chain => $"[{string.Join(",", chain)}]"))}; entries {string.Join(", ", Entries.Select(static entry => $"{entry.Account}:{entry.Amount}"))}";
    }

    private sealed record History(Plan Plan, Step[] Steps, bool IsWatched)
    {
        public override string ToString() => $"{Plan}\n  {string.Join("\n  ", Steps.Select(static step => step.ToString()))}\nwatched: {IsWatched}";
    }

    private sealed record Race(Plan Plan, Step[] Before, Step[][] Threads)
    {
        public override string ToString() =>
            $"{Plan}\nbefore: {string.Join("; ", Before.Select(static step => step.ToString()))}\n{string.Join("\n", Threads.Select(static steps => "at once: " + string.Join("; ", steps.Select(static step => step.ToString()))))}";
    }

    private sealed record OpenHold(int[] Chain, long Amount, int Sequence, int Until);

    /// <summary>
    /// The reference: sums over lists, nothing clever. Where the contract leaves a choice it takes every answer that keeps it: which of several short
    /// accounts refuses; whether a hold that is over but that nobody has swept still counts as released; whether a charge makes an unopened account exist.
    /// </summary>
    private sealed class Arithmetic(Plan plan, bool hasOwnClock)
    {
        private readonly bool _isReapShared = hasOwnClock;
        private Dictionary<int, OpenHold> _open = [];

        /// <summary>Calls that have ended; true when they were charged.</summary>
        private Dictionary<int, bool> _ended = [];

        /// <summary>Holds whose time is over and that no sweep has counted yet; true when an operation came near enough to have ended them.</summary>
        private Dictionary<int, bool> _over = [];
        private HashSet<int> _entries = [];
        private HashSet<int> _used = [];
        private HashSet<int> _reservedOn = [];
        private List<(int Account, long Amount)> _charges = [];
        private int _now;
        private int _reaped;
        private bool _isAtOnce;

        public Plan Plan { get; } = plan;

        public Arithmetic Copy() => new(Plan, _isReapShared)
        {
            _open = new(_open),
            _ended = new(_ended),
            _over = new(_over),
            _entries = [.. _entries],
            _used = [.. _used],
            _reservedOn = [.. _reservedOn],
            _charges = [.. _charges],
            _now = _now,
            _reaped = _reaped,
            _isAtOnce = _isAtOnce,
        };

        /// <summary>From here on sweeps may overlap: they share what is over in any way.</summary>
        public Arithmetic AtOnce()
        {
            _isAtOnce = true;
            return this;
        }

        public void Advance(int seconds)
        {
            _now += seconds;
            foreach (var (id, hold) in _open.Where(pair => pair.Value.Until <= _now).ToArray())
            {
                _open.Remove(id);
                _ended[id] = false;
                _over[id] = false;
            }
        }

        public bool IsOpened(int account) => account < Configured || (account == Configured ? _reservedOn.Contains(account) : _entries.Any(entry => Plan.Entries[entry].Account == account));

        public long Limit(int account) => (account < Unopened ? Plan.Limits[account] : 0) + _entries.Where(entry => Plan.Entries[entry].Account == account).Sum(entry => Plan.Entries[entry].Amount);

        public long Settled(int account) => _charges.Where(charge => charge.Account == account).Sum(static charge => charge.Amount);

        private long Held(int account) => _open.Values.Where(hold => hold.Chain.Contains(account)).Sum(static hold => hold.Amount);

        private long Available(int account) => Limit(account) - Settled(account) - Held(account);

        /// <summary>Takes an operation's answer in; null when it is right, else what would be.</summary>
        public string? Judge(Step step, Answer answer)
        {
            Touch(step);
            return step.What switch
            {
                What.Reserve => Reserve(step, answer.Result),
                What.Settle => Settle(step, answer.Result),
                What.Release => Release(step, answer.Result),
                What.Extend => Extend(step, answer.Result),
                What.Adjust => Adjust(step, answer.Result),
                What.Get => JudgeStanding(step.Id % Accounts, answer.Standing),
                _ => Reap(answer.Count),
            };
        }

        public string? JudgeStanding(int account, QuotaStanding? standing)
        {
            TouchAccounts([account]);
            var settled = Settled(account);
            var held = Held(account);
            if (standing is null)
            {
                return IsOpened(account) || settled > 0 || held > 0 ? $"limit {Limit(account)}, settled {settled}, held {held}" : null;
            }

            var isLimitRight = standing.LimitMicros == Limit(account) || (!IsOpened(account) && standing.LimitMicros == 0);
            return isLimitRight && standing.SettledMicros == settled && standing.HeldMicros == held && standing.AvailableMicros == standing.LimitMicros - settled - held
                ? null
                : $"limit {Limit(account)}, settled {settled}, held {held}";
        }

        private string? Reserve(Step step, QuotaResult result)
        {
            if (_open.ContainsKey(step.Id) || _ended.ContainsKey(step.Id))
            {
                return Expect(QuotaOutcome.Duplicate, result);
            }

            var chain = Plan.Chains[step.Id];
            if (Refusal(chain, step.Amount, isNew: true, result, out var right))
            {
                return right;
            }

            _open[step.Id] = new(chain, step.Amount, 0, _now + step.Seconds);
            _used.UnionWith(chain);
            _reservedOn.UnionWith(chain);
            return Expect(QuotaOutcome.Applied, result);
        }

        private string? Settle(Step step, QuotaResult result)
        {
            if (_ended.TryGetValue(step.Id, out var isCharged) && isCharged)
            {
                return Expect(QuotaOutcome.Duplicate, result);
            }

            var isOpen = _open.Remove(step.Id, out var hold);
            _ended[step.Id] = true;
            _charges.AddRange(Plan.Chains[step.Id].Select(account => (account, step.Actual)));
            if (!isOpen)
            {
                // What a hold was that has ended need not be known any more: only late is asked for.
                return result is { Outcome: QuotaOutcome.Applied, IsLate: true } ? null : "applied, late";
            }

            return result == new QuotaResult(QuotaOutcome.Applied, IsOverrun: step.Actual > hold!.Amount) ? null : $"applied, overrun: {step.Actual > hold.Amount}, not late";
        }

        private string? Release(Step step, QuotaResult result)
        {
            if (_open.Remove(step.Id))
            {
                _ended[step.Id] = false;
                return Expect(QuotaOutcome.Applied, result);
            }

            return result.Outcome is QuotaOutcome.Applied && _over.ContainsKey(step.Id) ? null : Expect(QuotaOutcome.Duplicate, result);
        }

        private string? Extend(Step step, QuotaResult result)
        {
            if (!_open.TryGetValue(step.Id, out var hold))
            {
                return result == new QuotaResult(QuotaOutcome.Refused, QuotaRefusal.UnknownReservation) ? null : "refused, unknown reservation";
            }

            if (step.Sequence <= hold.Sequence)
            {
                return Expect(QuotaOutcome.Duplicate, result);
            }

            if (Refusal(hold.Chain, step.Amount, isNew: false, result, out var right))
            {
                return right;
            }

            _open[step.Id] = new(hold.Chain, hold.Amount + step.Amount, step.Sequence, _now + step.Seconds);
            return Expect(QuotaOutcome.Applied, result);
        }

        private string? Adjust(Step step, QuotaResult result)
        {
            var index = step.EntryOf(Plan);
            if (_entries.Contains(index))
            {
                return Expect(QuotaOutcome.Duplicate, result);
            }

            var (account, amount) = Plan.Entries[index];
            var available = Available(account);
            var refused = new QuotaResult(QuotaOutcome.Refused, QuotaRefusal.TooLarge, Plan.Key(account), available);
            var unknown = new QuotaResult(QuotaOutcome.Refused, QuotaRefusal.UnknownAccount, Plan.Key(account));
            if (amount < 0 && !IsOpened(account))
            {
                return result == unknown || (result == refused && _used.Contains(account)) ? null : unknown.ToString();
            }

            if (amount < 0 && (Int128)available + amount < 0)
            {
                return result == refused ? null : refused.ToString();
            }

            _entries.Add(index);
            return Expect(QuotaOutcome.Applied, result);
        }

        private string? Reap(int count)
        {
            var most = _over.Count - _reaped;
            var least = _isAtOnce ? 0 : _over.Values.Count(static isTouched => !isTouched);
            if (_isAtOnce)
            {
                _reaped += count;
            }
            else
            {
                _over.Clear();
            }

            // A shared server may end what others have left.
            return count >= least && (count <= most || _isReapShared) ? null : $"{least} to {most} ended";
        }

        /// <summary>Whether the accounts refuse, or may and did; what would be right is null when the answer is.</summary>
        private bool Refusal(int[] chain, long amount, bool isNew, QuotaResult result, out string? right)
        {
            var must = false;
            var refusals = new List<QuotaResult>();
            foreach (var account in chain)
            {
                var left = Limit(account) - Settled(account);
                var why = left <= 0 ? QuotaRefusal.Exhausted : left < amount ? QuotaRefusal.TooLarge : QuotaRefusal.InFlight;
                var isUnknown = isNew && account == Unopened && !IsOpened(account);
                if (isUnknown)
                {
                    refusals.Add(new(QuotaOutcome.Refused, QuotaRefusal.UnknownAccount, Plan.Key(account)));
                }

                var isShort = Available(account) < amount;
                if (isShort && (!isUnknown || _used.Contains(account)))
                {
                    refusals.Add(new(QuotaOutcome.Refused, why, Plan.Key(account), left));
                }

                must |= isShort || (isUnknown && !_used.Contains(account));
            }

            right = refusals.Contains(result) ? null : "one of " + string.Join(" | ", refusals);
            return must || (result.Outcome is QuotaOutcome.Refused && refusals.Count > 0);
        }

        private string? Expect(QuotaOutcome outcome, QuotaResult result) => result.Outcome == outcome && (outcome is QuotaOutcome.Duplicate || result == new QuotaResult(outcome)) ? null : outcome.ToString();

        private void Touch(Step step)
        {
            switch (step.What)
            {
                case What.Adjust:
                    TouchAccounts([Plan.Entries[step.EntryOf(Plan)].Account]);
                    break;
                case What.Reserve or What.Settle or What.Release or What.Extend:
                    TouchAccounts(Plan.Chains[step.Id]);
                    if (step.What is What.Settle)
                    {
                        _used.UnionWith(Plan.Chains[step.Id]);
                    }

                    break;
            }
        }

        private void TouchAccounts(int[] accounts)
        {
            foreach (var id in _over.Keys.Where(id => Plan.Chains[id].Intersect(accounts).Any()).ToArray())
            {
                _over[id] = true;
            }
        }
    }
}
