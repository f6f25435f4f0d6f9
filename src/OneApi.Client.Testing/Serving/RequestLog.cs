using System.Threading.Channels;

namespace OneApi.Client.Testing.Serving;

/// <summary>All requests in order of arrival, and the two queues that tests wait on. Thread-safe.</summary>
internal sealed class RequestLog
{
    private readonly Lock _gate = new();
    private readonly List<FakeRequest> _requests = [];
    private readonly Channel<FakeRequest> _arrivals = Channel.CreateUnbounded<FakeRequest>();
    private readonly Channel<FakeRequest> _disconnects = Channel.CreateUnbounded<FakeRequest>();

    public IReadOnlyList<FakeRequest> Snapshot()
    {
        lock (_gate)
        {
            return [.. _requests];
        }
    }

    public void Add(FakeRequest request)
    {
        lock (_gate)
        {
            _requests.Add(request);
            _arrivals.Writer.TryWrite(request);
        }
    }

    public void AddDisconnect(FakeRequest request) => _disconnects.Writer.TryWrite(request);

    public Task<FakeRequest> NextArrivalAsync(CancellationToken cancellationToken) => _arrivals.Reader.ReadAsync(cancellationToken).AsTask();

    public Task<FakeRequest> NextDisconnectAsync(CancellationToken cancellationToken) => _disconnects.Reader.ReadAsync(cancellationToken).AsTask();
}
