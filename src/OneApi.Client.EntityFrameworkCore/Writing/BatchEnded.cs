namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>An ended reservation while a batch works on it.</summary>
internal sealed class BatchEnded(bool isNew)
{
    public bool IsNew { get; } = isNew;

    public bool IsCharged { get; set; }

    public bool IsChanged { get; set; }
}
