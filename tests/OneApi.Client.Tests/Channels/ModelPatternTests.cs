using System.Text.RegularExpressions;
using CsCheck;
using OneApi.Client.Channels;

namespace OneApi.Client.Tests.Channels;

public class ModelPatternTests
{
    [Theory]
    [InlineData("gpt-4o", "GPT-4O", true)]
    [InlineData("gpt-4o", "gpt-4o-mini", false)]
    [InlineData("gpt-*", "gpt-", true)]
    [InlineData("gpt-*", "xgpt-4", false)]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("a*a", "a", false)]
    [InlineData("a*a", "aa", true)]
    [InlineData("*/llama*:free", "meta/llama-3:free", true)]
    [InlineData("o1.*", "o1-mini", false)]
    public void Matches_OnExamples(string pattern, string model, bool expected) => Assert.Equal(expected, ModelPattern.Matches(pattern, model));

    /// <summary>A small alphabet, so that matches and near misses are common.</summary>
    [Fact]
    public void Matches_IsTheRegexOfThePattern()
    {
        var model = Gen.Char["aAb-."].Array[0, 8].Select(static letters => new string(letters));
        var pattern = Gen.Char["aAb-.**"].Array[0, 6].Select(static letters => new string(letters));

        Gen.Select(pattern, model).Sample(static (pattern, model) =>
        {
            var regex = "^" + string.Join(".*", pattern.Split('*').Select(Regex.Escape)) + "$";
            return ModelPattern.Matches(pattern, model) == Regex.IsMatch(model, regex, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);
        }, iter: 50_000);
    }

    [Fact]
    public void AnyMatches_IsTrueForAnyOfThem()
    {
        Assert.True(ModelPattern.AnyMatches(["x", "gpt-*"], "gpt-4o"));
        Assert.False(ModelPattern.AnyMatches([], "gpt-4o"));
    }
}
