using System.Diagnostics;

namespace GatewayChild;

/// <summary>Kills the process, as <c>kill -9</c> does, when it comes to a named point for the n-th time.</summary>
internal sealed class CrashPoint(string point, int nth)
{
    public const string AfterReserve = "after-reserve";
    public const string FirstContent = "first-content";
    public const string BeforeSettle = "before-settle";
    public const string AfterSettle = "after-settle";
    private int _left = nth;

    public void Pass(string here)
    {
        if (here == point && Interlocked.Decrement(ref _left) == 0)
        {
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite); // the signal is on its way: nothing more is done here
        }
    }
}
