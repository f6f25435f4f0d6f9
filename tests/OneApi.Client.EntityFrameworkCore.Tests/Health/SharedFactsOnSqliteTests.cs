using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Tests.Health;

namespace OneApi.Client.EntityFrameworkCore.Tests.Health;

public sealed class SharedFactsOnSqliteTests : SharedFactsContract, IAsyncDisposable
{
    private readonly SqliteFile _file = new();

    protected override bool HasItsOwnClock => false; // the file is of one machine

    [Fact]
    public async Task TheFile_HoldsNoKey()
    {
        using var provider = new KeyedProvider();
        provider.Refuse("key-a");
        await using (var gateway = await new SharedGateway(provider, Share).StartAsync())
        {
            await gateway.AskInTurnAsync();
            await gateway.SharedAsync(static fact => fact.Reason is HealthReason.KeyRefused);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_file.Path)!))
        {
            Assert.DoesNotContain("key-a", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Stop)), StringComparison.Ordinal);
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        _file.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override void Share(IOneApiBuilder gateway) => gateway.AddEntityFrameworkCore(options => options.UseSqlite(_file.Path));
}
