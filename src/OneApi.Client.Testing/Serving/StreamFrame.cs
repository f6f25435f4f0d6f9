namespace OneApi.Client.Testing.Serving;

/// <summary>One event of a stream, as bytes.</summary>
/// <param name="Bytes">The bytes on the wire, framing included.</param>
/// <param name="Role">What the event is to a fault that counts content.</param>
/// <param name="Unfinished">The same event without its end of answer, for wires whose last content also says that it is the last; <see langword="null"/> elsewhere.</param>
internal readonly record struct StreamFrame(byte[] Bytes, FrameRole Role, byte[]? Unfinished = null)
{
    public bool IsContent => Role is FrameRole.Content;

    public bool Ends => Role is FrameRole.Ending || Unfinished is not null;
}
