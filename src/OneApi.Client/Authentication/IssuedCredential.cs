using System.Text;

namespace OneApi.Client;

/// <summary>A token that a provider has issued for a channel's keys, for a limited time.</summary>
/// <param name="Secret">The token. It is left out when the record is printed.</param>
/// <param name="IssuedAt">When it was issued.</param>
/// <param name="ExpiresAt">When the provider stops to take it.</param>
public sealed record IssuedCredential(string Secret, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>Gets when it is renewed ahead of its end, while it still serves.</summary>
    /// <value><see langword="null"/>, the default, means in the last fifth of its life, five minutes before its end at most.</value>
    public DateTimeOffset? RenewAt { get; init; }

    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Secret = ***, ExpiresAt = ").Append(ExpiresAt.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        return true;
    }
}
