using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>The wires that the theories run over. A wire joins with one line.</summary>
public static class ChatWires
{
    private static readonly Dictionary<string, Wire> ByName = new Wire[]
    {
        new("openai", "gpt-4o-mini", FakeOpenAI.Start, "user", "someone", "\"tool_calls\""),
        new("gemini", "gemini-2.5-flash", FakeGemini.Start, "serviceTier", "standard", "\"functionCall\""),
        new("anthropic", "claude-sonnet-4-5", FakeAnthropic.Start, "service_tier", "auto", "\"tool_use\""),
    }.ToDictionary(static wire => wire.Provider);

    public static TheoryData<string> All => [.. ByName.Keys];

    /// <summary>Gets every wire, whole (<see langword="false"/>) and streamed.</summary>
    public static TheoryData<string, bool> Doors
    {
        get
        {
            var doors = new TheoryData<string, bool>();
            foreach (var name in ByName.Keys)
            {
                doors.Add(name, false);
                doors.Add(name, true);
            }

            return doors;
        }
    }

    internal static Wire Of(string name) => ByName[name];

    /// <summary>Every wire with every one of some cases.</summary>
    internal static TheoryData<string, string> With(IEnumerable<string> cases)
    {
        var data = new TheoryData<string, string>();
        foreach (var one in cases)
        {
            foreach (var wire in ByName.Keys)
            {
                data.Add(wire, one);
            }
        }

        return data;
    }

    /// <summary>Every wire, whole and streamed, with every one of some cases.</summary>
    internal static TheoryData<string, bool, string> DoorsWith(IEnumerable<string> cases)
    {
        var data = new TheoryData<string, bool, string>();
        foreach (var one in cases)
        {
            foreach (var wire in ByName.Keys)
            {
                data.Add(wire, false, one);
                data.Add(wire, true, one);
            }
        }

        return data;
    }
}

/// <summary>A wire under test.</summary>
/// <param name="Provider">The provider's id.</param>
/// <param name="Model">A model that does not reason.</param>
/// <param name="Start">Starts its fake.</param>
/// <param name="ExtraName">A member of the request that no option stands for.</param>
/// <param name="ExtraValue">A value of it that the fake takes.</param>
/// <param name="CallMember">What a function call in the history looks like, as JSON text.</param>
internal sealed record Wire(string Provider, string Model, Func<FakeProviderOptions, FakeProvider> Start, string ExtraName, string ExtraValue, string CallMember);
