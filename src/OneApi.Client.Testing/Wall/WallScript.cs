using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Wall;

/// <summary>What a reply sends to one request: the parts of a body, with what goes wrong between them.</summary>
internal sealed class WallScript
{
    private static readonly byte[] NotJson = "{\"choices\": [{\"message\": {\"conte"u8.ToArray();

    private WallScript(List<WallStep> steps, int length, bool isStream, bool isCut)
    {
        Steps = steps;
        Length = length;
        IsStream = isStream;
        IsCut = isCut;
    }

    public IReadOnlyList<WallStep> Steps { get; }

    /// <summary>Gets the length of the body as it would be uncut.</summary>
    public int Length { get; }

    public bool IsStream { get; }

    /// <summary>Gets whether the connection is closed after the last step, in the middle of the body.</summary>
    public bool IsCut { get; }

    public static WallScript Of(WallReply reply, IReadOnlyList<StreamFrame> frames, bool isStream)
    {
        var steps = new List<WallStep>(frames.Count + reply.Strikes.Count);
        var isCut = isStream ? Strike(frames, reply, steps) : Break(frames[0].Bytes, reply, steps);
        var length = frames.Sum(static frame => frame.Bytes.Length);
        if (!isStream && reply.Strikes.Any(static strike => strike.Kind is WallStrikeKind.Malformed))
        {
            length = NotJson.Length;
        }

        return new(steps, length, isStream, CutAt(reply.CutAt, steps) || isCut);
    }

    /// <summary>Puts what goes wrong between the events of a stream; says whether it is cut there.</summary>
    private static bool Strike(IReadOnlyList<StreamFrame> frames, WallReply reply, List<WallStep> steps)
    {
        var pending = new Queue<WallStrike>(reply.Strikes.OrderBy(static strike => strike.After));
        var contents = 0;
        foreach (var frame in frames)
        {
            while (pending.TryPeek(out var strike) && ((contents >= strike.After && frame.Role is not FrameRole.Structure) || frame.Role is FrameRole.Ending))
            {
                pending.Dequeue();
                if (strike.Kind is WallStrikeKind.Cut)
                {
                    return true;
                }

                steps.Add(new(strike.Bytes) { Wait = strike.Time });
            }

            steps.Add(new(frame.Bytes, frame.Ends));
            contents += frame.IsContent ? 1 : 0;
        }

        // Bytes of another wire have no events that are known to be their end.
        foreach (var strike in pending)
        {
            if (strike.Kind is WallStrikeKind.Cut)
            {
                return true;
            }

            steps.Add(new(strike.Bytes) { Wait = strike.Time });
        }

        return false;
    }

    /// <summary>Breaks a whole body in its middle; says whether it is cut there.</summary>
    private static bool Break(byte[] body, WallReply reply, List<WallStep> steps)
    {
        if (reply.Strikes.Any(static strike => strike.Kind is WallStrikeKind.Malformed))
        {
            body = NotJson;
        }

        if (!reply.Strikes.Any(static strike => strike.Kind is not WallStrikeKind.Malformed))
        {
            steps.Add(new(body, Ends: true));
            return false;
        }

        var half = body.Length / 2;
        steps.Add(new(body.AsMemory(0, half)));
        foreach (var strike in reply.Strikes.OrderBy(static strike => strike.After))
        {
            if (strike.Kind is WallStrikeKind.Cut)
            {
                return true;
            }

            steps.Add(new(ReadOnlyMemory<byte>.Empty) { Wait = strike.Time });
        }

        steps.Add(new(body.AsMemory(half), Ends: true));
        return false;
    }

    private static bool CutAt(int? limit, List<WallStep> steps)
    {
        if (limit is not { } left)
        {
            return false;
        }

        for (var i = 0; i < steps.Count; i++)
        {
            var bytes = steps[i].Bytes;
            if (bytes.Length > left)
            {
                steps.RemoveRange(i + 1, steps.Count - i - 1);
                steps[i] = steps[i] with { Bytes = bytes[..left], Ends = false };
                return true;
            }

            left -= bytes.Length;
        }

        return false;
    }
}
