using OneApi.Client.Providers;
using OneApi.Client.Tests.Routing;

namespace OneApi.Client.Tests.Channels;

public class SnapshotTests
{
    /// <summary>Every wire that the catalogue names is there to be spoken.</summary>
    [Fact]
    public void EveryWireOfTheCatalogue_MakesAChannel()
    {
        var wires = ProviderCatalogue.All.SelectMany(static row => row.Wires, static (row, wire) => (Row: row, Wire: wire)).ToArray();

        var snapshot = Snapshots.Of(options =>
        {
            foreach (var (row, wire) in wires)
            {
                options.Channels.Add(new() { Name = row.Id + "/" + wire.Name, Provider = row.Id, Protocol = wire.Name, ApiKey = "k", SecretKey = "s", AppId = "a", BaseUrl = wire.BaseUrl ?? "https://mine.example/v1" });
            }
        });

        Assert.Equal(wires.Length, snapshot.Channels.Length);
        Assert.Equal(Enumerable.Range(1, wires.Length), snapshot.Channels.Select(static channel => channel.Number));
        Assert.All(snapshot.Channels.Zip(wires), static pair =>
        {
            Assert.NotNull(pair.First.Chat);
            Assert.Equal(pair.Second.Wire.Embeddings, pair.First.Embeddings is not null);
            Assert.Equal(pair.Second.Row.TelemetryName ?? pair.Second.Row.Id, pair.First.TelemetryName);
        });
    }
}
