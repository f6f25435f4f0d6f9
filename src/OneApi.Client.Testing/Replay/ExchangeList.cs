namespace OneApi.Client.Testing.Replay;

/// <summary>The exchanges that have not been handed out yet, in order. Thread-safe.</summary>
internal sealed class ExchangeList(IEnumerable<RecordedExchange> exchanges)
{
    private readonly Lock _gate = new();
    private readonly List<RecordedExchange> _left = [.. exchanges];

    public RecordedExchange? Take(string method, string path)
    {
        lock (_gate)
        {
            var index = _left.FindIndex(exchange => exchange.Method.Equals(method, StringComparison.OrdinalIgnoreCase) && PathSuffix.Matches(exchange.Url.AbsolutePath, path));

            if (index < 0)
            {
                return null;
            }

            var exchange = _left[index];
            _left.RemoveAt(index);
            return exchange;
        }
    }

    public string Describe()
    {
        lock (_gate)
        {
            return _left.Count == 0 ? "none" : string.Join(", ", _left.Select(static exchange => $"{exchange.Method} {exchange.Url.AbsolutePath}"));
        }
    }
}
