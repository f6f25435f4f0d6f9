using System.Text;

namespace OneApi.Client.Replay.Tests.Serving;

/// <summary>A hash that is the same in every run (FNV-1a), so that a case is always cut at the same places.</summary>
internal static class StableHash
{
    public static int Of(string text)
    {
        var hash = 2166136261u;
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ one) * 16777619u;
        }

        return (int)(hash & int.MaxValue);
    }
}
