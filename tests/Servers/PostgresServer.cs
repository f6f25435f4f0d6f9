using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace OneApi.Client.Tests.Servers;

/// <summary>
/// A PostgreSQL server of one's own: a new cluster in a temporary folder, on a free loopback port. A shell watches the pipe that leads back to
/// this process: when it closes, in whatever way this process ends, the shell stops the server and removes the folder.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly string? Binaries = FindBinaries();
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "oneapi-pg-" + Guid.NewGuid().ToString("N"));
    private readonly int _port = FreePort();
    private Process? _shell;

    private PostgresServer()
    {
    }

    /// <summary>Gets a value indicating whether the server's programs are on this machine.</summary>
    public static bool IsInstalled => Binaries is not null;

    public static async Task<PostgresServer> StartNewAsync(CancellationToken cancellationToken)
    {
        var server = new PostgresServer();
        Directory.CreateDirectory(server._folder);
        if (IsRoot)
        {
            await RunAsync("chown", ["postgres", server._folder], cancellationToken);
        }

        await RunAsServerUserAsync(Path.Combine(Binaries!, "initdb"), ["-D", server.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], cancellationToken);
        await server.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Every database has a pool of its own, and many tests have a database: idle connections are soon closed.</summary>
    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={_port};Username=postgres;Database={database};Timeout=5;Command Timeout=30;Connection Idle Lifetime=5;Connection Pruning Interval=1";

    /// <summary>Makes a database and gives its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken, string template = "template1")
    {
        var name = "t" + Guid.NewGuid().ToString("N");
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}", cancellationToken);
        return ConnectionString(name);
    }

    public async Task<object?> ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Starts the server and waits until it takes connections.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        const string Script = """
            exec 3<&0
            "$1" -D "$2" -p "$3" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=400 >>"$4/log" 2>&1 </dev/null &
            server=$!
            (read _ <&3; kill -QUIT $server 2>/dev/null; sleep 0.3; rm -rf "$4") &
            helper=$!
            wait $server
            [ -e "$4/restart" ] && kill $helper 2>/dev/null
            exit 0
            """;
        await File.WriteAllTextAsync(RestartMark, "", cancellationToken);
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            // A server that was killed leaves sessions behind for a moment; while they are there a new one refuses to start, and its shell ends.
            if (_shell is null or { HasExited: true })
            {
                _shell?.Dispose();
                _shell = Shell(Script);
            }

            try
            {
                await ExecuteAsync("SELECT 1", cancellationToken);
                File.Delete(RestartMark);
                return;
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(began) < Limit)
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }

    private Process Shell(string script) => Process.Start(new ProcessStartInfo(IsRoot ? "setpriv" : "sh") { RedirectStandardInput = true, UseShellExecute = false }.With(
            [.. IsRoot ? (string[])["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh"] : [], "-c", script, "sh", Path.Combine(Binaries!, "postgres"), Data, _port.ToString(System.Globalization.CultureInfo.InvariantCulture), _folder]))!;

    /// <summary>Stops the server as a machine does that is switched off: no session ends in order.</summary>
    public Task KillAsync(CancellationToken cancellationToken) => EndAsync("KILL", cancellationToken);

    /// <summary>Stops the server: sessions are ended, transactions rolled back.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => EndAsync("INT", cancellationToken);

    /// <summary>Ends every session of a database but one's own, whatever it is doing.</summary>
    /// <returns>How many there were.</returns>
    public async Task<long> TerminateSessionsAsync(string connectionString, string condition, CancellationToken cancellationToken)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString).Database;
        return (long)(await ExecuteAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{database}' AND pid <> pg_backend_pid() AND {condition}", cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_shell is { } shell)
        {
            shell.StandardInput.Close();
            await shell.WaitForExitAsync();
            shell.Dispose();
        }
        else if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static bool IsRoot => Environment.UserName == "root";

    private string RestartMark => Path.Combine(_folder, "restart");

    private string Data => Path.Combine(_folder, "data");

    private async Task EndAsync(string signal, CancellationToken cancellationToken)
    {
        var pid = (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid"), cancellationToken))[0];

        // The mark tells the watching shell that the folder is still needed.
        await File.WriteAllTextAsync(RestartMark, "", cancellationToken);
        await RunAsync("kill", ["-" + signal, pid], cancellationToken);
        await _shell!.WaitForExitAsync(cancellationToken);
        _shell.Dispose();
        _shell = null;
    }

    private static async Task RunAsServerUserAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        if (IsRoot)
        {
            await RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments], cancellationToken);
            return;
        }

        await RunAsync(program, arguments, cancellationToken);
    }

    private static async Task RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/" }.With(arguments))!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await output}{errors}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? FindBinaries()
    {
        const string Debian = "/usr/lib/postgresql";
        var folders = Directory.Exists(Debian) ? Directory.GetDirectories(Debian).OrderByDescending(static folder => folder, StringComparer.Ordinal).Select(static folder => Path.Combine(folder, "bin")) : [];
        return folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(static folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }
}
