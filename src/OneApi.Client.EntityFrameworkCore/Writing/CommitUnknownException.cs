namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>A commit was sent and no answer came.</summary>
internal sealed class CommitUnknownException(Exception cause) : Exception(cause.Message, cause);
