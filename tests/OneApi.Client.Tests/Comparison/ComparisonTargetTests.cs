using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace OneApi.Client.Tests.Comparison;

/// <summary>Who is asked with which options, and what is refused at once.</summary>
public sealed class ComparisonTargetTests
{
    [Fact]
    public async Task Channel_IsAskedAlone_WithTheModelOfTheOptions()
    {
        await using var panes = new Panes(2, channel: static (_, config) => config.Models = ["*"]);
        panes.Clients[1].Fail(new HttpRequestException("down"));

        var result = Assert.Single(await panes.Compare(new() { ModelId = "model-z" }, [ComparisonTarget.OfChannel("b")]).ToResultsAsync(Panes.Bound));

        Assert.Equal(("b", "model-z"), (result.Channel, result.Record.RequestedModel));
        Assert.Equal((0, 1), (panes.Clients[0].Calls, panes.Clients[1].Calls));
    }

    [Fact]
    public async Task OptionsOfTheCaller_StayAsTheyAre_AndEachPaneHasItsOwn()
    {
        await using var panes = new Panes(2);
        panes.Clients[0].Say("a").End();
        panes.Clients[1].Say("b").End();
        var options = new OneApiChatOptions { ModelId = "mine", Temperature = 0.5f, Labels = new Dictionary<string, string> { ["team"] = "blue" }, EndUser = "ann" };

        await panes.Compare(options, ["model-a", new() { Model = "model-b", Configure = static own => own.Temperature = 1 }]).ToResultsAsync(Panes.Bound);

        Assert.Equal(("mine", 0.5f), (options.ModelId, options.Temperature));
        Assert.Equal((0.5f, 1f), (panes.Clients[0].Options!.Temperature, panes.Clients[1].Options!.Temperature));
        Assert.All(panes.Usage.Records, static record => Assert.Equal(("blue", "ann"), (record.Labels["team"], record.EndUser)));
    }

    [Fact]
    public async Task SameModelTwice_IsTwoPanes()
    {
        await using var panes = new Panes(1);
        panes.Clients[0].Answer("x", 1, 1).Answer("x", 1, 1); // whole ones: pieces might be shared out between the two calls

        var results = await panes.Compare(targets: ["model-a", "model-a"]).ToResultsAsync(Panes.Bound);

        Assert.Equal(["x", "x"], results.Select(static result => result.Text));
        Assert.Equal((2, 2), (panes.Clients[0].Calls, panes.Usage.Records.Count));
    }

    [Fact]
    public async Task Configure_GetsTheGatewaysOptions_WhenNoneWereGiven()
    {
        await using var panes = new Panes(1);
        panes.Clients[0].Say("x").End();

        await panes.Compare(targets: [new() { Model = "model-a", Configure = static own => ((OneApiChatOptions)own).EndUser = "ann" }]).ToResultsAsync(Panes.Bound);

        Assert.Equal("ann", panes.Usage.Only.EndUser);
    }

    [Fact]
    public async Task Messages_AreEnumeratedOnce_AtTheCall()
    {
        await using var panes = new Panes(3);
        var enumerations = 0;

        var comparison = panes.Comparer.CompareAsync(panes.Models, Messages(), cancellationToken: Panes.Bound);

        Assert.Equal(1, enumerations);
        Array.ForEach(panes.Clients, static client => client.Say("x").End());
        Assert.Equal(3, (await comparison.ToResultsAsync(Panes.Bound)).Count(static result => result.IsComplete));
        Assert.Equal(1, enumerations);

        IEnumerable<ChatMessage> Messages()
        {
            enumerations++;
            yield return new(ChatRole.User, "hello");
        }
    }

    [Fact]
    public async Task Enumeration_AsksAnewEachTime_AndNothingBefore()
    {
        await using var panes = new Panes(1);
        panes.Clients[0].Say("first").End().Say("second").End();

        var comparison = panes.Compare();
        Assert.Equal(0, panes.Clients[0].Calls);

        Assert.Equal("first", (await comparison.ToResultsAsync(Panes.Bound))[0].Text);
        Assert.Equal("second", (await comparison.ToResultsAsync(Panes.Bound))[0].Text);
    }

    [Fact]
    public async Task WrongArguments_AreRefusedAtTheCall()
    {
        await using var panes = new Panes(1);
        ChatMessage[] messages = [new(ChatRole.User, "hello")];
        ComparisonTarget[] targets = ["model-a"];

        Assert.Throws<ArgumentNullException>("targets", () => panes.Comparer.CompareAsync(null!, messages, cancellationToken: Panes.Bound));
        Assert.Throws<ArgumentNullException>("messages", () => panes.Comparer.CompareAsync(targets, (IEnumerable<ChatMessage>)null!, cancellationToken: Panes.Bound));
        Assert.Throws<ArgumentException>("targets", () => panes.Comparer.CompareAsync([], messages, cancellationToken: Panes.Bound));
        Assert.Throws<ArgumentException>("targets", () => panes.Comparer.CompareAsync([null!], messages, cancellationToken: Panes.Bound));
        Assert.Throws<ArgumentException>("targets", () => panes.Comparer.CompareAsync([new() { Model = " " }], messages, cancellationToken: Panes.Bound));
        Assert.Throws<ArgumentException>("targets", () => panes.Comparer.CompareAsync([new() { Channel = "" }], messages, cancellationToken: Panes.Bound));
        Assert.Throws<ArgumentException>("targets", () => panes.Comparer.CompareAsync([.. Enumerable.Repeat(targets[0], IModelComparer.MaxPanes + 1)], messages, cancellationToken: Panes.Bound));
        Assert.Throws<ArgumentException>("options", () => panes.Comparer.CompareAsync(targets, messages, new() { ConversationId = "kept by somebody" }, cancellationToken: Panes.Bound));
        Assert.Throws<ArgumentException>("model", static () => ComparisonTarget.OfModel(""));
        Assert.Throws<ArgumentException>("channel", static () => ComparisonTarget.OfChannel(" "));
        Assert.Equal(0, panes.Clients[0].Calls);
    }

    [Fact]
    public async Task MostPanes_AreAllowed()
    {
        await using var panes = new Panes(1);
        for (var i = 0; i < IModelComparer.MaxPanes; i++)
        {
            panes.Clients[0].Say("x").End();
        }

        var results = await panes.Compare(targets: [.. Enumerable.Repeat<ComparisonTarget>("model-a", IModelComparer.MaxPanes)]).ToResultsAsync(Panes.Bound);

        Assert.Equal(16, results.Count);
    }

    [Fact]
    public async Task ConversationOfOnePane_IsItsOwn()
    {
        await using var panes = new Panes(2);
        Array.ForEach(panes.Clients, static client => client.Say("x").End());

        await panes.Compare(targets: [new() { Model = "model-a", Configure = static own => own.ConversationId = "kept" }, "model-b"]).ToResultsAsync(Panes.Bound);

        Assert.Equal(("kept", null), (panes.Clients[0].Options!.ConversationId, panes.Clients[1].Options!.ConversationId));
    }

    [Theory]
    [InlineData("model-a", null, "model-a")]
    [InlineData(null, "a", "on a")]
    [InlineData("model-a", "a", "model-a on a")]
    [InlineData(null, null, "default")]
    public void Text_NamesModelAndChannel(string? model, string? channel, string expected) =>
        Assert.Equal(expected, new ComparisonTarget { Model = model, Channel = channel }.ToString());

    [Fact]
    public void Comparer_IsOneForTheApplication()
    {
        using var services = new ServiceCollection().AddOneApi().Services.BuildServiceProvider();

        Assert.Same(services.GetRequiredService<IModelComparer>(), services.GetRequiredService<IModelComparer>());
    }
}
