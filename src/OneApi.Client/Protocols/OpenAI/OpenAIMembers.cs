using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>What a server makes of the members of a request that are the caller's own, and of the request as a whole.</summary>
internal static class OpenAIMembers
{
    private static readonly string[] Ours = ["model", "stream", "stream_options"];

    /// <summary>The members that are not copied: ours, those that the server does not take, and those that it knows by another name.</summary>
    public static string[] Select(ChatRequest request, in RawMembers raw)
    {
        var profile = request.Profile;
        var losesChoices = LosesChoices(request, raw);
        if (raw.IsEmpty || (profile.NotTaken.Length == 0 && profile.UserField is null && !losesChoices))
        {
            return Ours;
        }

        List<string> left = [.. Ours];
        if (losesChoices)
        {
            request.Warnings.NotHonoured("n", "An answer has one choice where the request had to be written anew for the provider.");
            left.Add("n");
        }

        foreach (var name in profile.NotTaken)
        {
            if (raw.Has(name) && !(losesChoices && name == "n") && !SaysNothing(name, ValueOf(request, name)))
            {
                request.Warnings.NotHonoured(name, "The provider has no such setting.");
                left.Add(name);
            }
        }

        if (profile.UserField is not null)
        {
            left.Add("user");
        }

        return [.. left];
    }

    /// <summary>Writes OpenAI's <c>user</c> where it has another name (zhipu.md §3: 6 to 128 characters).</summary>
    public static void WriteUser(Utf8JsonWriter writer, ChatRequest request, in RawMembers raw)
    {
        if (request.Profile.UserField is not { } field || !raw.Has("user") || raw.Has(field))
        {
            return;
        }

        if (ValueOf(request, "user")?.ToString() is { Length: >= 6 and <= 128 } user)
        {
            writer.WriteString(field, user);
            return;
        }

        request.Warnings.NotHonoured("user", "The provider wants 6 to 128 characters.");
    }

    /// <summary>
    /// True when a stream is made here out of a whole answer. A caller who writes <c>stream: true</c> himself gets the server's own
    /// stream, but never with tools, whose calls it hides (zhipu.md §10).
    /// </summary>
    public static bool IsAggregated(ChatRequest request, in RawMembers raw) =>
        request.Profile.Aggregates && (request.Options?.Tools is { Count: > 0 } || raw.Has("tools") || !AsksForStream(request));

    /// <summary>
    /// True for a caller on this wire who wants several choices, and whose request could not be passed on as it came: one would be read, and all
    /// would be paid for.
    /// </summary>
    private static bool LosesChoices(ChatRequest request, in RawMembers raw) =>
        request.Wire is not null && raw.Has("n") && ValueOf(request, "n")?.ToString() is { Length: > 0 } count && count != "1";

    private static object? ValueOf(ChatRequest request, string name) => request.Raw?[name] ?? request.Options?.AdditionalProperties?.GetValueOrDefault(name);

    /// <summary>Null, and the one choice that every answer has: recorded calls show that the servers take them, so they go as they came.</summary>
    private static bool SaysNothing(string name, object? value) => value?.ToString() is null or "" || (name == "n" && value.ToString() == "1");

    private static bool AsksForStream(ChatRequest request) => ValueOf(request, "stream") switch
    {
        bool flag => flag,
        JsonElement element => element.ValueKind == JsonValueKind.True,
        JsonNode node => node.GetValueKind() == JsonValueKind.True,
        _ => false,
    };

    /// <summary>True where no part of the wire is kept back for another base.</summary>
    public static bool IsBeta(ChatRequest request) =>
        request.Profile.BetaBase is not { } end || request.Endpoint.BaseUrl.EndsWith(end, StringComparison.OrdinalIgnoreCase);
}
