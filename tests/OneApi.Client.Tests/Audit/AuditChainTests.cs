using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Tests.Audit;

/// <summary>The chain is what its documentation says, and shows every change.</summary>
public sealed class AuditChainTests
{
    private static readonly AuditEntry Entry = new()
    {
        Id = 7, At = new(2026, 11, 26, 17, 30, 15, 123, TimeSpan.FromHours(8)), Caller = "anna", Action = "token.create", Target = "é", After = "{}",
    };

    [Fact]
    public void Hash_IsThatOfTheDocumentedText()
    {
        const string Text = "2:ab1:728:2026-11-26T09:30:15.1230000Z4:anna-12:token.create2:é-2:{}--";

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text))), AuditChain.HashOf("ab", Entry));
    }

    public static TheoryData<AuditEntry> Changes =>
    [
        Entry with { Id = 8 }, Entry with { At = Entry.At.AddTicks(1) }, Entry with { Caller = "anne" }, Entry with { Role = "" }, Entry with { Action = "token.create " },
        Entry with { Target = "e" }, Entry with { Before = "{}" }, Entry with { After = null }, Entry with { Before = "{}", After = null }, Entry with { Address = "" }, Entry with { RequestId = "" },
    ];

    [Theory]
    [MemberData(nameof(Changes))]
    public void EveryChange_GivesAnotherHash(AuditEntry changed) => Assert.NotEqual(AuditChain.HashOf("ab", Entry), AuditChain.HashOf("ab", changed));
}
