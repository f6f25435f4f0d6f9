using System.Threading.Channels;

namespace OneApi.Client.Testing.Serving;

/// <summary>All requests in order of arrival, and the two queues that tests wait on. Thread-safe.</summary>
internal sealed class RequestLog<TRequest>
{
    private readonly Lock _gate = new();
    private readonly List<TRequest> _requests = [];
    private readonly Channel<TRequest> _arrivals = Channel.CreateUnbounded<TRequest>();
    private readonly Channel<TRequest> _disconnects = Channel.CreateUnbounded<TRequest>();

    public IReadOnlyList<TRequest> Snapshot()
    {
        lock (_gate)
        {
            return [.. _requests];
        }
    }

    public void Add(TRequest request)
    {
        lock (_gate)
        {
            _requests.Add(request);
            _arrivals.Writer.TryWrite(request);
        }
    }

    public void AddDisconnect(TRequest request) => _disconnects.Writer.TryWrite(request);

    public Task<TRequest> NextArrivalAsync(CancellationToken cancellationToken) => _arrivals.Reader.ReadAsync(cancellationToken).AsTask();

    public Task<TRequest> NextDisconnectAsync(CancellationToken cancellationToken) => _disconnects.Reader.ReadAsync(cancellationToken).AsTask();
}
