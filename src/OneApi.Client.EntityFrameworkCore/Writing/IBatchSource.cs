using OneApi.Client.EntityFrameworkCore.Model;

namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>What the database holds at the start of a batch, locked against everyone else. The batch asks for each thing once.</summary>
internal interface IBatchSource
{
    AccountRow? ReadAccount(string key);

    HoldRow? ReadHold(Guid id);

    /// <summary>Reads whether an ended reservation was charged; null when none of that id is remembered.</summary>
    bool? ReadEnded(Guid id);

    bool HasEntry(string account, Guid id);

    bool HasRecord(Guid callId);

    /// <summary>Reads the holds of an account that are over.</summary>
    IReadOnlyList<HoldRow> ReadExpired(string account, long now);

    /// <summary>Reads holds of any account that are over, the oldest first.</summary>
    IReadOnlyList<HoldRow> ReadExpired(int count, long now);
}
