using Microsoft.Extensions.Options;
using OneApi.Client.Tests.Channels;

namespace OneApi.Client.Tests.Traffic;

/// <summary>What is wrong with a canary stops the start, with its path.</summary>
public class CanaryConfigurationTests
{
    [Theory]
    [InlineData(""" "Canary": { "Channel": "new", "Percent": 101 } """, "OneApi:Groups:g:Canary:Percent: is 101; use a percentage from 0 to 100.")]
    [InlineData(""" "Canary": [ { "Channel": "new" }, { "Channel": "old", "Percent": 100.5 } ] """, "OneApi:Groups:g:Canary:1:Percent: is 100.5; use a percentage from 0 to 100.")]
    [InlineData(""" "Canary": { "Channel": "new", "Percent": -1 } """, "OneApi:Groups:g:Canary:Percent: is -1; use a percentage from 0 to 100.")]
    [InlineData(""" "Canary": { "Channel": "new", "Percent": "NaN" } """, "OneApi:Groups:g:Canary:Percent: ")]
    [InlineData(""" "Canary": { "Channel": "new", "Percent": "half" } """, "OneApi:Groups:g:Canary:Percent: 'half' is not a number")]
    [InlineData(""" "Canary": { "Percent": 5 } """, "OneApi:Groups:g:Canary:Channels: names no channel; name the new ones.")]
    [InlineData(""" "Canary": { "Channels": [ "new", "nobody" ] } """, "OneApi:Groups:g:Canary:Channels:1: 'nobody' is not configured; use one of old, new, foreign.")]
    [InlineData(""" "Canary": { "Channel": "foreign" } """, "OneApi:Groups:g:Canary:Channels:0: 'foreign' does not belong to the group; add 'g' to its Groups.")]
    [InlineData(""" "Canary": [ { "Channel": "new" }, { "Channel": "NEW" } ] """, "OneApi:Groups:g:Canary:1:Name: 'NEW' is already the name of another canary or shadow of the group")]
    [InlineData(""" "Canary": { "Channel": "new", "Step": "Halfway" } """, "OneApi:Groups:g:Canary:Step: 'Halfway' is not known; use OldOnly or Shadow or Split or NewFirst or NewOnly.")]
    [InlineData(""" "Canary": { "Channel": "new", "StickyBy": "Moon" } """, "OneApi:Groups:g:Canary:StickyBy: 'Moon' is not known")]
    [InlineData(""" "Canary": { "Channel": "new", "Guards": { "MinCalls": 0 } } """, "OneApi:Groups:g:Canary:Guards:MinCalls: is 0; use 1 or more.")]
    [InlineData(""" "Canary": { "Channel": "new", "Guards": { "ErrorMargin": 5 } } """, "OneApi:Groups:g:Canary:Guards:ErrorMargin: is 5; use a share from 0 to 1, such as 0.05, or null to leave it out.")]
    [InlineData(""" "Canary": { "Channel": "new", "Guards": { "CostRatio": 0.5 } } """, "OneApi:Groups:g:Canary:Guards:CostRatio: is 0.5; use a number of 1 or more")]
    [InlineData(""" "Canary": { "Channel": "new", "ShadowBudget": "1e3" } """, "OneApi:Groups:g:Canary:ShadowBudget: '1e3' is not a decimal")]
    [InlineData(""" "Canary": "new" """, "OneApi:Groups:g:Canary: is a text where an object or a list is meant.")]
    [InlineData(""" "Models": [ "m*" ], "Canary": { "Channel": "new", "Models": [ "other" ] } """, "OneApi:Groups:g:Canary:Models:0: 'other' is not among the group's models")]
    [InlineData(""" "Shadow": { "Channel": "nobody", "Percent": 5 } """, "OneApi:Groups:g:Shadow:Channels:0: 'nobody' is not configured")]
    [InlineData(""" "Shadow": { "Channel": "new", "Percent": 500 } """, "OneApi:Groups:g:Shadow:Percent: is 500; use a percentage from 0 to 100.")]
    [InlineData(""" "Shadow": { "Channel": "new", "Budget": "-1" } """, "OneApi:Groups:g:Shadow:Budget: '-1' is not a decimal")]
    public void Wrong_StopsTheStart_WithThePath(string group, string error)
    {
        var thrown = Assert.Throws<OptionsValidationException>(() => Start(group));

        Assert.Contains(thrown.Failures, failure => failure.StartsWith(error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Right_IsRead()
    {
        await using var gateway = Start("""
            "Canary": { "Name": "move", "Channels": [ "new" ], "Models": [ "m", "n*" ], "Step": "NewFirst", "Percent": 12.5, "StickyBy": "Token", "Salt": "s",
                        "ShadowBudget": null, "Guards": { "MinCalls": 7, "ErrorMargin": 0.1, "EmptyMargin": null, "FirstTokenRatio": 3, "CostRatio": null } }
            """);

        var canary = Assert.Single(gateway.Snapshot.Groups["g"].Canaries);
        Assert.Equal(("move", CanaryStep.NewFirst, 12.5, CanarySubject.Token, "s"), (canary.Name, canary.Step, canary.Percent, canary.StickyBy, canary.Salt));
        Assert.Equal(["m", "n*"], canary.Models);
        Assert.Null(canary.ShadowLimitMicros);
        var guards = canary.Guards!;
        Assert.Equal((7, 0.1, null, 3d, null), (guards.MinCalls, guards.ErrorMargin, guards.EmptyMargin, guards.FirstTokenRatio, guards.CostRatio));
    }

    private static TestGateway Start(string group)
    {
        var gateway = TestGateway.Of($$"""
            { "OneApi": { "Channels": [ { "Name": "old", "Provider": "stub" }, { "Name": "new", "Provider": "stub", "Groups": [ "g" ] }, { "Name": "foreign", "Provider": "stub", "Groups": [ "default" ] } ],
                          "Groups": { "g": { {{group}} } } } }
            """);
        _ = gateway.Client;
        return gateway;
    }
}
