using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;

namespace OneApi.Client.Testing.OpenAI;

/// <summary>The deltas of an answer in the order of the wire: reasoning, text, calls. Each vendor puts them into chunks of its own.</summary>
internal static class AnswerDeltas
{
    /// <summary>Makes the deltas, without a role.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="reasoning">The member for reasoning.</param>
    /// <param name="wholeCalls">Whether each call comes at once.</param>
    /// <returns>One delta for each event.</returns>
    public static IEnumerable<JsonObject> Of(ChatAnswer answer, string reasoning = "reasoning_content", bool wholeCalls = false)
    {
        foreach (var piece in answer.ReasoningPieces)
        {
            yield return new() { [reasoning] = piece };
        }

        foreach (var piece in answer.TextPieces)
        {
            yield return new() { ["content"] = piece };
        }

        for (var i = 0; i < answer.Calls.Count; i++)
        {
            var call = answer.Calls[i];
            yield return Call(new() { ["index"] = i, ["id"] = call.Id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = wholeCalls ? call.ArgumentsJson : "" } });

            foreach (var piece in wholeCalls ? [] : call.Pieces)
            {
                yield return Call(new() { ["index"] = i, ["function"] = new JsonObject { ["arguments"] = piece } });
            }
        }
    }

    /// <summary>The same delta with a member before all others.</summary>
    public static JsonObject With(string name, JsonNode? value, JsonObject delta)
    {
        var made = new JsonObject { [name] = value };

        foreach (var (member, content) in delta)
        {
            made[member] = content?.DeepClone();
        }

        return made;
    }

    private static JsonObject Call(JsonObject call) => new() { ["tool_calls"] = new JsonArray(call) };
}
