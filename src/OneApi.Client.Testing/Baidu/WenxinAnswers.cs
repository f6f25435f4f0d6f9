using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Baidu;

/// <summary>Whole and streamed answers of version 1 (protocols/wenxin.md §4, §5): the members in the order of the vendor, LF, no end mark but <c>is_end</c>.</summary>
internal static class WenxinAnswers
{
    private const string Normal = "normal";

    public static JsonObject Whole(ChatAnswer answer)
    {
        var body = Head(answer);
        body["result"] = answer.Text;
        body["is_truncated"] = IsTruncated(answer);
        body["need_clear_history"] = IsFiltered(answer);
        AddCall(body, answer);
        body["finish_reason"] = FinishOf(answer);
        body["usage"] = Usage(answer.Usage.InputTokens, answer.Usage.OutputTokens);
        return body;
    }

    public static IEnumerable<StreamFrame> Stream(ChatAnswer answer)
    {
        var number = 0;
        var tokens = 0;

        foreach (var piece in answer.TextPieces)
        {
            tokens += FakeUsage.Count(piece);
            yield return new(Frame(answer, number++, piece, isEnd: false, withCall: false, Math.Min(tokens, answer.Usage.OutputTokens)), FrameRole.Content);
        }

        if (answer.Calls.Count > 0)
        {
            // The one frame of a call is also the last.
            yield return new(
                Frame(answer, number, "", isEnd: true, withCall: true, answer.Usage.OutputTokens),
                FrameRole.Content,
                Frame(answer, number, "", isEnd: false, withCall: true, tokens));
            yield break;
        }

        yield return new(Frame(answer, number, "", isEnd: true, withCall: false, answer.Usage.OutputTokens), FrameRole.Ending);
    }

    private static byte[] Frame(ChatAnswer answer, int number, string text, bool isEnd, bool withCall, int outputTokens)
    {
        var frame = Head(answer);
        frame["sentence_id"] = number;
        frame["is_end"] = isEnd;
        frame["is_truncated"] = isEnd && IsTruncated(answer);
        frame["result"] = text;
        frame["need_clear_history"] = isEnd && IsFiltered(answer);

        if (withCall)
        {
            AddCall(frame, answer);
        }

        frame["finish_reason"] = isEnd ? FinishOf(answer) : Normal;
        frame["usage"] = Usage(answer.Usage.InputTokens, outputTokens);
        return OpenAIStreamWriter.Data(frame);
    }

    private static JsonObject Head(ChatAnswer answer) => new()
    {
        ["id"] = answer.Id,
        ["object"] = "chat.completion",
        ["created"] = answer.CreatedUnixSeconds,
    };

    private static string FinishOf(ChatAnswer answer) => answer.FinishReason ?? (answer.Calls.Count > 0 ? "function_call" : Normal);

    private static bool IsTruncated(ChatAnswer answer) => answer.FinishReason is "length";

    private static bool IsFiltered(ChatAnswer answer) => answer.FinishReason is "content_filter";

    /// <summary>Several scripted calls: this wire has room for the first.</summary>
    private static void AddCall(JsonObject body, ChatAnswer answer)
    {
        if (answer.Calls.Count > 0)
        {
            body["function_call"] = new JsonObject { ["name"] = answer.Calls[0].Name, ["arguments"] = answer.Calls[0].ArgumentsJson };
        }
    }

    private static JsonObject Usage(int input, int output) => new()
    {
        ["prompt_tokens"] = input,
        ["completion_tokens"] = output,
        ["total_tokens"] = input + output,
    };
}
