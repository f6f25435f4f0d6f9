using OneApi.Client.Errors;
using Xunit;

namespace OneApi.Client.Tests.Errors;

/// <summary>The match order of protocols/openai.md §0.</summary>
public class ErrorClassifierTests
{
    private static OneApiErrorKind Classify(ProviderFault fault, params ErrorRule[] rules) => new ErrorClassifier(rules).Classify(fault);

    [Fact]
    public void Classify_StatusWithCode_ComesBeforeCodeAlone()
    {
        var kind = Classify(new(400, "x", null, null), new(OneApiErrorKind.ModelNotFound, Code: "x"), new(OneApiErrorKind.ContentFiltered, 400, "x"));

        Assert.Equal(OneApiErrorKind.ContentFiltered, kind);
    }

    [Fact]
    public void Classify_CodeAlone_ComesBeforeText()
    {
        var kind = Classify(new(400, "x", null, "boom"), new(OneApiErrorKind.ContentFiltered, Text: "boom"), new(OneApiErrorKind.ModelNotFound, Code: "x"));

        Assert.Equal(OneApiErrorKind.ModelNotFound, kind);
    }

    [Fact]
    public void Classify_Text_ComesBeforeStatusAlone()
    {
        var kind = Classify(new(404, null, null, "boom"), new(OneApiErrorKind.ModelNotFound, 404), new(OneApiErrorKind.ContentFiltered, 404, Text: "boom"));

        Assert.Equal(OneApiErrorKind.ContentFiltered, kind);
    }

    [Fact]
    public void Classify_OwnRow_ComesBeforeTheGeneralOneOfItsStep()
    {
        Assert.Equal(OneApiErrorKind.RateLimited, Classify(new(429, "insufficient_quota", null, null), new ErrorRule(OneApiErrorKind.RateLimited, Code: "insufficient_quota")));
        Assert.Equal(OneApiErrorKind.InvalidRequest, Classify(new(400, null, null, "too many tokens"), new ErrorRule(OneApiErrorKind.InvalidRequest, Text: "too many")));
        Assert.Equal(OneApiErrorKind.QuotaExhausted, Classify(new(412, null, null, "x"), new ErrorRule(OneApiErrorKind.QuotaExhausted, 412)));
    }

    [Theory]
    [InlineData("too_fast_today", OneApiErrorKind.RateLimited)]
    [InlineData("TOO_FAST_", OneApiErrorKind.RateLimited)]
    [InlineData("too_fast", OneApiErrorKind.Unknown)]
    [InlineData("way_too_fast_", OneApiErrorKind.Unknown)]
    public void Classify_AStarAtTheEndOfACode_StandsForAnyCharacters(string code, OneApiErrorKind expected) =>
        Assert.Equal(expected, new ErrorClassifier([new ErrorRule(OneApiErrorKind.RateLimited, Code: "too_fast_*")]).Classify(new(null, code, null, null)));

    [Fact]
    public void Classify_Code_ComesBeforeType()
    {
        var kind = Classify(new(400, "code", "type", null), new(OneApiErrorKind.ModelNotFound, 400, "type"), new(OneApiErrorKind.ContentFiltered, Code: "code"));

        Assert.Equal(OneApiErrorKind.ContentFiltered, kind);
    }

    [Theory]
    [InlineData("A.B.C", OneApiErrorKind.ContentFiltered)]
    [InlineData("A.B.D", OneApiErrorKind.ModelNotFound)]
    [InlineData("A.X.D", OneApiErrorKind.RateLimited)]
    [InlineData("A", OneApiErrorKind.RateLimited)]
    [InlineData("AB", OneApiErrorKind.InvalidRequest)]
    public void Classify_DottedCode_LosesItsLastPartUntilARowKnowsIt(string code, OneApiErrorKind expected)
    {
        var kind = Classify(
            new(400, code, null, null),
            new(OneApiErrorKind.RateLimited, Code: "A"),
            new(OneApiErrorKind.ModelNotFound, Code: "A.B"),
            new(OneApiErrorKind.ContentFiltered, Code: "A.B.C"));

        Assert.Equal(expected, kind);
    }

    [Theory]
    [InlineData("Alpha and beta", OneApiErrorKind.ContentFiltered)]
    [InlineData("alpha only", OneApiErrorKind.InvalidRequest)]
    [InlineData("alpha, beta and gamma", OneApiErrorKind.InvalidRequest)]
    [InlineData(null, OneApiErrorKind.InvalidRequest)]
    public void Classify_Text_AllPartsAndNoneOfTheExcludedOnes(string? message, OneApiErrorKind expected) =>
        Assert.Equal(expected, Classify(new(400, null, null, message), new ErrorRule(OneApiErrorKind.ContentFiltered, Text: "alpha+beta+!gamma")));

    [Fact]
    public void Classify_OwnText_RefinesEveryStatus_GeneralTextDoesNot()
    {
        Assert.Equal(OneApiErrorKind.QuotaExhausted, Classify(new(403, null, null, "no credits"), new ErrorRule(OneApiErrorKind.QuotaExhausted, Text: "no credits")));
        Assert.Equal(OneApiErrorKind.PermissionDenied, Classify(new(403, null, null, "insufficient balance")));
    }

    [Fact]
    public void Classify_WithoutAnySign_IsUnknown() => Assert.Equal(OneApiErrorKind.Unknown, Classify(new(null, null, null, null)));
}
