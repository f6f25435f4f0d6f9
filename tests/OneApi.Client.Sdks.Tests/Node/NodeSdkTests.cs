namespace OneApi.Client.Sdks.Tests.Node;

/// <summary>OpenAI's and Anthropic's SDKs for Node and the Vercel AI SDK, changed in nothing but base URL and key.</summary>
public sealed class NodeSdkTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    public static TheoryData<string, string> Checks
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var script in NodeChecks.Scripts)
            {
                foreach (var check in NodeChecks.Of(script))
                {
                    rows.Add(script, check);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public void Sdk_NothingChangedButBaseUrlAndKey_Works(string sdk, string check)
    {
        Assert.SkipWhen(fixture.Missing is not null, fixture.Missing ?? "");
        var result = fixture.ResultOf(sdk, check);
        Assert.True(result is not null, $"{sdk}.mjs never made this check; it said: {fixture.WordsOf(sdk)}");
        Assert.True(result.Length == 0, result);
    }

    [Fact]
    public void Scripts_EveryCheckTheyMake_IsARow()
    {
        Assert.SkipWhen(fixture.Missing is not null, fixture.Missing ?? "");
        foreach (var script in NodeChecks.Scripts)
        {
            Assert.Empty(fixture.ChecksOf(script).Except(NodeChecks.Of(script)));
        }
    }
}
