using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Tests.Channels;
using OneApi.Client.Tests.Gateway;

namespace OneApi.Client.Tests.Traffic;

/// <summary>A gateway with channels <c>old</c> and <c>new</c>, whose group says more.</summary>
internal sealed class TwoSides : IAsyncDisposable
{
    private readonly EditableConfiguration _configuration;

    public TwoSides(string group, Action<IServiceCollection>? register = null, string more = "")
    {
        _configuration = new(Json(group, more));
        Gateway = new(services =>
        {
            services.AddSingleton<IUsageObserver>(Usage);
            register?.Invoke(services);
            services.AddOneApi(_configuration.Root);
        });
        Old.Answer = (_, _) => Task.FromResult(StubChatClient.Say("old"));
        New.Answer = (_, _) => Task.FromResult(StubChatClient.Say("new"));
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public TestGateway Gateway { get; }

    public UsageCollector Usage { get; } = new();

    public StubChatClient Old => Gateway.Adapter["old"];

    public StubChatClient New => Gateway.Adapter["new"];

    public ICanaries Canaries => Gateway.Services.GetRequiredService<ICanaries>();

    public CanaryStanding Standing => Assert.Single(Canaries.List());

    public void Edit(string group) => _configuration.Edit(Json(group, ""));

    public Task<Answer> AskAsync(string? user, bool streaming = false, Action<OneApiChatOptions>? configure = null, params ChatMessage[] messages)
    {
        var options = new OneApiChatOptions { ModelId = "m", EndUser = user };
        configure?.Invoke(options);
        return Answer.OfAsync(Gateway.Client, streaming, messages.Length == 0 ? [new(ChatRole.User, "hi")] : messages, options, Stop);
    }

    /// <summary>Who is answered by the new side, of a number of users.</summary>
    public async Task<HashSet<int>> NewUsersAsync(int users, bool streaming = false)
    {
        var found = new HashSet<int>();
        for (var i = 0; i < users; i++)
        {
            if ((await AskAsync("user " + i, streaming)).Text == "new")
            {
                found.Add(i);
            }
        }

        return found;
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    private static string Json(string group, string more) => $$"""
        { "OneApi": { "Channels": [ { "Name": "old", "Provider": "stub" }, { "Name": "new", "Provider": "stub" } {{more}} ],
                      "Prices": { "m": { "Input": "2", "Output": "10" } },
                      "Groups": { "default": { {{group}} } } } }
        """;
}
