using System.Globalization;
using System.Net.Sockets;

namespace OneApi.Client.Tests.Servers;

/// <summary>An own nginx on a free port of loopback, in front of another server, with the settings that it has by default.</summary>
internal sealed class NginxServer : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(20);
    private readonly string _directory = Directory.CreateTempSubdirectory("nginx-").FullName;
    private readonly ServerProcess _process;

    private NginxServer(string upstream)
    {
        var port = ServerProcess.FreePort(10_000);
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        File.WriteAllText(Path.Combine(_directory, "nginx.conf"), $$"""
            master_process off; # one process, so that whoever kills it leaves no worker behind
            daemon off;
            pid {{_directory}}/pid;
            error_log {{_directory}}/error.log;
            events { worker_connections 256; }
            http {
                access_log off;
                client_body_temp_path {{_directory}}/body;
                proxy_temp_path {{_directory}}/proxy;
                fastcgi_temp_path {{_directory}}/fastcgi;
                uwsgi_temp_path {{_directory}}/uwsgi;
                scgi_temp_path {{_directory}}/scgi;
                server {
                    listen 127.0.0.1:{{port.ToString(CultureInfo.InvariantCulture)}};
                    location / {
                        proxy_pass {{upstream}};
                        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                    }
                }
            }
            """);
        _process = ServerProcess.Start(Path.Combine(_directory, "log"), [Program, "-p", _directory, "-c", Path.Combine(_directory, "nginx.conf")], _directory);
    }

    public static bool IsInstalled => ServerProcess.IsInstalled("nginx") || File.Exists("/usr/sbin/nginx");

    public string Url { get; }

    private static string Program => ServerProcess.IsInstalled("nginx") ? "nginx" : "/usr/sbin/nginx";

    public static async Task<NginxServer> StartAsync(string upstream)
    {
        var server = new NginxServer(upstream);
        using var limit = new CancellationTokenSource(ReadyLimit);
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync("127.0.0.1", new Uri(server.Url).Port, limit.Token);
                return server;
            }
            catch (SocketException)
            {
                await Task.Delay(20, limit.Token);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _process.Kill();
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }
}
