using OneApi.Client.Errors;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.Spark;

/// <summary>Reads what the vendor says when it refuses: a handshake by status and message, a call by a frame with a code (protocols/spark.md §3, §5, §8).</summary>
internal static class SparkErrorReader
{
    private const string PerSecond = "11202";
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    public static ProviderFault Read(int? status, ReadOnlySpan<byte> body)
    {
        var fault = OpenAIErrorReader.Read(status, body);
        return Make(fault.Status, fault.Code, fault.Message) with { Type = fault.Type };
    }

    /// <summary>Puts in words what the vendor leaves to guess: the clock that is wrong, the second that is over soon.</summary>
    public static ProviderFault Make(int? status, string? code, string? message) => new(
        status,
        code,
        null,
        IsClock(status, message) ? $"Clock skew: this machine's clock is more than five minutes off. {message}" : message,
        code is PerSecond ? OneSecond : ErrorText.WaitIn(message));

    private static bool IsClock(int? status, string? message) => status is 403 && message?.Contains("valid date", StringComparison.OrdinalIgnoreCase) == true;
}
