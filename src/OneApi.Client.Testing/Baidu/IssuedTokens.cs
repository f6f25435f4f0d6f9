using System.Globalization;

namespace OneApi.Client.Testing.Baidu;

/// <summary>The tokens that one fake has issued, and until when each holds on the fake's clock. Thread-safe.</summary>
internal sealed class IssuedTokens
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _ends = new(StringComparer.Ordinal);
    private TimeSpan _lifetime;
    private int _exchanges;

    public IssuedTokens(TimeSpan lifetime) => _lifetime = lifetime;

    /// <summary>Gets how many tokens were issued.</summary>
    public int Exchanges
    {
        get
        {
            lock (_gate)
            {
                return _exchanges;
            }
        }
    }

    /// <summary>Gets or sets how long the next tokens hold.</summary>
    public TimeSpan Lifetime
    {
        get
        {
            lock (_gate)
            {
                return _lifetime;
            }
        }

        set
        {
            lock (_gate)
            {
                _lifetime = value;
            }
        }
    }

    /// <summary>Issues a token of a form, in which <c>{0}</c> stands for its number.</summary>
    public (string Token, TimeSpan Lifetime) Issue(string form, DateTimeOffset now)
    {
        lock (_gate)
        {
            var token = string.Format(CultureInfo.InvariantCulture, form, ++_exchanges);
            _ends[token] = now + _lifetime;
            return (token, _lifetime);
        }
    }

    public IssuedTokenState StateOf(string token, DateTimeOffset now)
    {
        lock (_gate)
        {
            return !_ends.TryGetValue(token, out var end) ? IssuedTokenState.Unknown : now < end ? IssuedTokenState.Good : IssuedTokenState.Expired;
        }
    }

    /// <summary>Ends all tokens; they are still known.</summary>
    public void Expire()
    {
        lock (_gate)
        {
            foreach (var token in _ends.Keys)
            {
                _ends[token] = DateTimeOffset.MinValue;
            }
        }
    }

    /// <summary>Forgets all tokens.</summary>
    public void Revoke()
    {
        lock (_gate)
        {
            _ends.Clear();
        }
    }
}
