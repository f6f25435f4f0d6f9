using Microsoft.Extensions.Hosting;

namespace OneApi.Client.EntityFrameworkCore.Database;

/// <summary>Brings the tables up to date before the host serves; a database that can't be reached stops the start.</summary>
/// <remarks>It does not stop the writer: calls that end late still settle. The container disposes the writer, which finishes what is queued.</remarks>
internal sealed class DatabaseService(GatewayDatabase database) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => database.EnsureReadyAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
