namespace OneApi.Client.EndToEnd.Tests.GatewayHost;

/// <summary>The folder of one gateway: its settings, and its data in <c>data</c>.</summary>
internal sealed class HostFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gateway-").FullName;

    public string Data => System.IO.Path.Combine(Path, "data");

    public void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(Path, name), text);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
