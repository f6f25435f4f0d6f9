using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Servers;

namespace OneApi.Client.EndToEnd.Tests;

/// <summary>A gateway in a process of its own, and what its callers have got from it.</summary>
internal sealed class GatewayProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly SemaphoreSlim _answers = new(0);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<TimeSpan> _firstAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _startedAt = Stopwatch.GetTimestamp();

    private GatewayProcess(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])["exec", BuiltProgram.PathOf("tests", "GatewayChild"), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Errors.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Gets the calls whose whole answer has reached its caller, and what each was charged.</summary>
    public ConcurrentDictionary<Guid, long> Acknowledged { get; } = new();

    public ConcurrentQueue<string> Refusals { get; } = new();

    public ConcurrentQueue<string> Errors { get; } = new();

    public string? Token { get; private set; }

    public bool IsDone { get; private set; }

    /// <summary>Gets how long it took from the start of the process to the first answer.</summary>
    public Task<TimeSpan> FirstAnswer => _firstAnswer.Task;

    public static async Task<string> MakeTokenAsync(string database, string redis, long quotaMicros, CancellationToken cancellationToken)
    {
        using var process = new GatewayProcess([database, redis, "http://127.0.0.1:1", "none", "-", "0", "0", "none", "0", quotaMicros.ToString(CultureInfo.InvariantCulture)]);
        await process.EndAsync(cancellationToken);
        return process.Token ?? throw new InvalidOperationException(string.Join('\n', process.Errors));
    }

    public static GatewayProcess Start(string database, string redis, FakeProvider provider, string token, int callers, int calls = 0, string crashPoint = "none", int nth = 0) =>
        new([database, redis, provider.Url, provider.ApiKey, token, callers.ToString(CultureInfo.InvariantCulture), calls.ToString(CultureInfo.InvariantCulture), crashPoint, nth.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>Waits until it is ready to be called.</summary>
    public Task ReadyAsync(CancellationToken cancellationToken) => _ready.Task.WaitAsync(cancellationToken);

    /// <summary>Lets its callers begin, as soon as it is ready.</summary>
    public void Go() => _process.StandardInput.WriteLine();

    /// <summary>Waits for so many answers.</summary>
    public async Task AnswersAsync(int count)
    {
        for (; count > 0; count--)
        {
            await _answers.WaitAsync();
        }
    }

    /// <summary>Kills it as <c>kill -9</c> does.</summary>
    public void Kill() => _process.Kill();

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _reading.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _reading.Wait();
        _process.Dispose();
        _answers.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            switch (words[0])
            {
                case "ack" when words.Length == 3: // a line that a kill has torn says nothing
                    _firstAnswer.TrySetResult(Stopwatch.GetElapsedTime(_startedAt));
                    Acknowledged[Guid.Parse(words[1])] = long.Parse(words[2], CultureInfo.InvariantCulture);
                    _answers.Release();
                    break;
                case "ready":
                    _ready.TrySetResult();
                    break;
                case "refused":
                    Refusals.Enqueue(words[^1]);
                    break;
                case "token":
                    Token = words[^1];
                    break;
                case "done":
                    IsDone = true;
                    break;
            }
        }

        _ready.TrySetException(new InvalidOperationException("The process ended before it was ready: " + string.Join('\n', Errors)));
        _firstAnswer.TrySetCanceled();
    }
}
