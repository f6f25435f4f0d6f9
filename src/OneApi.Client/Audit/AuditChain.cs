using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client;

/// <summary>The chain of hashes over an audit log: nobody changes or takes out an entry without changing all that follow.</summary>
/// <remarks>
/// The hash of an entry is the SHA-256, in lower-case hexadecimal digits, of these fields one after the other: the hash of the entry before (empty for
/// the first), id, time, caller, role, action, target, before, after, address, request id. Each is written as the length of its UTF-8 bytes in decimal
/// digits, a colon and the bytes; one that is null as <c>-</c>. The time is UTC with seven digits of a second: <c>2026-11-26T09:30:15.1230000Z</c>.
/// </remarks>
public static class AuditChain
{
    /// <summary>Gets the hash of an entry.</summary>
    /// <param name="previous">The hash of the entry before it; empty for the first.</param>
    /// <param name="entry">The entry with its id; its own hash does not count.</param>
    /// <returns>64 hexadecimal digits.</returns>
    public static string HashOf(string previous, AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(previous);
        ArgumentNullException.ThrowIfNull(entry);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, previous);
        Add(hash, entry.Id.ToString(CultureInfo.InvariantCulture));
        Add(hash, entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        Add(hash, entry.Caller);
        Add(hash, entry.Role);
        Add(hash, entry.Action);
        Add(hash, entry.Target);
        Add(hash, entry.Before);
        Add(hash, entry.After);
        Add(hash, entry.Address);
        Add(hash, entry.RequestId);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string? field)
    {
        if (field is null)
        {
            hash.AppendData("-"u8);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(field);
        hash.AppendData(Encoding.ASCII.GetBytes(bytes.Length.ToString(CultureInfo.InvariantCulture) + ":"));
        hash.AppendData(bytes);
    }
}
