using System.Globalization;
using CsCheck;

namespace OneApi.Client.Tests.Quotas;

/// <content>The reference: plain arithmetic that knows nothing of locks, clocks or storage.</content>
public abstract partial class QuotaStoreModel
{
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
