using Xunit;

namespace OneApi.Client.Tests.Authentication;

public class AuthVectorsTests
{
    [Fact]
    public void EveryVectorOfTheFile_IsACaseOfItsScheme()
    {
        Assert.SkipUnless(AuthVectors.ArePresent, AuthVectors.Missing);
        IEnumerable<TheoryDataRow<string>> cases = [.. Tc3SignerTests.Vectors, .. BceSignerTests.Vectors, .. VolcengineSignerTests.Vectors, .. SparkUrlSignerTests.Vectors, .. ZhipuJwtTests.Vectors];

        Assert.Equal(AuthVectors.Every.Select(static vector => vector.Id).Order(), cases.Select(static row => row.Data).Order());
        Assert.True(AuthVectors.Every.Count() >= 39, "The file held 39 vectors when these tests were written.");
    }
}
