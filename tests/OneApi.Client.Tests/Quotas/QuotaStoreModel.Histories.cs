using System.Globalization;
using CsCheck;

namespace OneApi.Client.Tests.Quotas;

/// <content>What is done to a store: steps, one after the other or at once, on accounts and calls of a plan.</content>
public abstract partial class QuotaStoreModel
{
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
}
