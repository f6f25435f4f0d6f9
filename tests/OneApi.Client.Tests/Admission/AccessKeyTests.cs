using CsCheck;
using OneApi.Client.Admission;

namespace OneApi.Client.Tests.Admission;

public class AccessKeyTests
{
    [Fact]
    public void AKey_HasTheShapeOfReliability4()
    {
        var key = AccessKey.Create("oa");

        Assert.Matches("^sk-oa-[0-9a-hjkmnp-tv-z]{55}$", key.Text);
        Assert.Equal(key.Text[6..22], key.Id);
        Assert.True(AccessKey.TryParse(key.Text, "oa", out var read));
        Assert.Equal((key.Text, key.Id), (read.Text, read.Id));
    }

    [Fact]
    public void Keys_AreNeverTheSame() => Assert.Equal(1000, Enumerable.Range(0, 1000).Select(static _ => AccessKey.Create("oa").Text).Distinct().Count());

    [Fact]
    public void AMistypedKey_IsRefusedBeforeAnyStoreIsAsked() => Gen.Select(Gen.Int[0, 60], Gen.Char["0123456789abcdefghjkmnpqrstvwxyz"]).Sample(static (at, digit) =>
    {
        var key = AccessKey.Create("oa").Text;
        var typed = key[..at] + digit + key[(at + 1)..];

        return typed == key || !AccessKey.TryParse(typed, "oa", out _);
    });

    [Theory]
    [InlineData("")]
    [InlineData("sk-oa-")]
    [InlineData("sk-proj-abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrst")]
    [InlineData("sk-oa-ØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØØ")]
    public void OtherTexts_AreNoKeys(string text) => Assert.False(AccessKey.TryParse(text, "oa", out _));

    [Fact]
    public void AKey_OfAnotherBrand_IsNoneOfOurs()
    {
        var key = AccessKey.Create("acme").Text;

        Assert.False(AccessKey.TryParse(key, "oa", out _));
        Assert.True(AccessKey.TryParse(key, "acme", out _));
        Assert.False(AccessKey.TryParse(key.ToUpperInvariant(), "acme", out _));
        Assert.False(AccessKey.TryParse(" " + key, "acme", out _));
    }

    [Fact]
    public void AKey_PrintsItsIdOnly()
    {
        var key = AccessKey.Create("oa");

        Assert.Equal(key.Id, $"{key}");
    }

    [Fact]
    public void AHash_IsOfTheWholeKey_AndOfThePepper()
    {
        var key = AccessKey.Create("oa");
        var hasher = new AccessKeyHasher(new byte[32]);
        var hash = hasher.Hash(key.Text);

        Assert.True(hasher.Matches(key.Text, hash));
        Assert.False(hasher.Matches(AccessKey.Create("oa").Text, hash));
        Assert.False(new AccessKeyHasher([.. new byte[31], 1]).Matches(key.Text, hash));
        Assert.Throws<ArgumentException>(() => new AccessKeyHasher(new byte[31]));
    }
}
