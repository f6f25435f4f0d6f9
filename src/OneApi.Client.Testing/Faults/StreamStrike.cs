using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Faults;

/// <summary>Where in a stream a fault strikes, however its events are sent.</summary>
internal static class StreamStrike
{
    public static bool IsPlaced(Fault? fault) => fault?.Kind
        is FaultKind.CutStream or FaultKind.StallAfter or FaultKind.EndWithoutTerminator or FaultKind.ErrorMidStream or FaultKind.Malformed;

    public static bool IsBefore(StreamFrame frame, int contents, Fault fault)
    {
        if (frame.IsContent && contents == fault.AfterChunks)
        {
            return true;
        }

        // A broken line leaves the answer whole, so it goes before any event that ends it.
        return frame.Ends && (!frame.IsContent || fault.Kind is FaultKind.Malformed);
    }

    public static bool IsAfter(StreamFrame frame, int contents, Fault fault)
        => frame.IsContent && (frame.Ends || contents == fault.AfterChunks);
}
