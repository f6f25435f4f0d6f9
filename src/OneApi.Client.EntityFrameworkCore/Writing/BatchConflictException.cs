namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>Another process has changed what a batch has locked, between two of its steps. Nothing was done; the batch is tried again.</summary>
internal sealed class BatchConflictException(string message) : Exception(message);
