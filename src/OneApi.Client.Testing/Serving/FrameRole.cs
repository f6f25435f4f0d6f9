namespace OneApi.Client.Testing.Serving;

/// <summary>What one stream event is to a fault that counts content.</summary>
internal enum FrameRole
{
    /// <summary>Neither content nor end: a role, a ping, the start or end of a block.</summary>
    Structure,

    /// <summary>Text, reasoning, a tool call or a fragment of one.</summary>
    Content,

    /// <summary>Part of how the answer ends: finish reason, last usage, end mark.</summary>
    Ending,
}
