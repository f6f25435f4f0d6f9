using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>What happens at this moment, as server-sent events.</summary>
internal sealed class EventRoutes(TimeProvider time)
{
    private const int MaxReaders = 64;
    private int _readers;

    public IEnumerable<AdminRoute> All =>
    [
        new("GET", AdminRoute.Root + "/events", AdminAccess.Readers, "Streams what happens: `call` for each call that ends here, `health` for each channel that changes. A reader that is too slow is let go; it connects anew.", StreamAsync)
        {
            AnswerTypes = [AdminAnswer.EventsType],
        },
    ];

    private ValueTask<AdminAnswer> StreamAsync(AdminCall call)
    {
        call.Query.ThrowIfAny();
        if (Interlocked.Increment(ref _readers) > MaxReaders)
        {
            Interlocked.Decrement(ref _readers);
            throw new AdminException(503, "too_many_readers", $"{MaxReaders} readers are connected already; try again later.");
        }

        return new(new AdminAnswer
        {
            ContentType = AdminAnswer.EventsType,
            Stream = async context =>
            {
                try
                {
                    var services = context.RequestServices;
                    var stopping = services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? default;
                    using var stream = new EventStream(context, services.GetRequiredService<IUsageFeed>(), services.GetRequiredService<IChannelHealth>(), time, stopping);
                    await stream.RunAsync().ConfigureAwait(false);
                }
                finally
                {
                    Interlocked.Decrement(ref _readers);
                }
            },
        });
    }
}
