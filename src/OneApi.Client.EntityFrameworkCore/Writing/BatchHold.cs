using OneApi.Client.EntityFrameworkCore.Model;

namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>A hold while a batch works on it.</summary>
internal sealed class BatchHold(HoldRow row, BatchAccount[] accounts, bool isNew)
{
    public HoldRow Row { get; } = row;

    /// <summary>Gets its accounts, in ordinal order of their keys.</summary>
    public BatchAccount[] Accounts { get; } = accounts;

    public bool IsNew { get; } = isNew;

    public bool IsChanged { get; set; }

    public bool IsEnded { get; set; }
}
