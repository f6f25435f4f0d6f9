using System.Text;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Qwen;

/// <summary>A native stream: reasoning, text, tool calls in fragments, then the finish reason; usage counts up with every event. Without <c>incremental_output</c> each event repeats all that came before it.</summary>
internal sealed class QwenStreamWriter
{
    private readonly ChatAnswer _answer;
    private readonly QwenAnswerWriter _writer;
    private readonly bool _isIncremental;
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly List<(AnsweredCall Call, StringBuilder Arguments)> _calls = [];
    private int _outputTokens;
    private int _events;

    private QwenStreamWriter(ChatAnswer answer, WireCall call)
    {
        _answer = answer;
        _writer = new QwenAnswerWriter(answer, call);
        _isIncremental = call.Json.Member("parameters").Member("incremental_output").IsTrue();
    }

    public static IEnumerable<StreamFrame> Write(ChatAnswer answer, WireCall call) => new QwenStreamWriter(answer, call).Frames();

    /// <summary>One event: no space behind the colons, the status in a comment, one line feed at each end.</summary>
    public static byte[] Event(int id, string type, int status, JsonObject data)
        => Encoding.UTF8.GetBytes(FormattableString.Invariant($"id:{id}\nevent:{type}\n:HTTP_STATUS/{status}\ndata:{WireJson.ToText(data)}\n\n"));

    private IEnumerable<StreamFrame> Frames()
    {
        foreach (var piece in _answer.ReasoningPieces)
        {
            _reasoning.Append(piece);
            yield return Content("", piece, null);
        }

        foreach (var piece in _answer.TextPieces)
        {
            _text.Append(piece);
            yield return Content(piece, _answer.ReasoningPieces.Count > 0 ? "" : null, null);
        }

        for (var i = 0; i < _answer.Calls.Count; i++)
        {
            var call = _answer.Calls[i];
            _calls.Add((call, new StringBuilder()));
            yield return Content("", null, QwenAnswerWriter.Call(i, call.Id, call.Name, ""));

            foreach (var piece in call.Pieces)
            {
                _calls[i].Arguments.Append(piece);
                yield return Content("", null, QwenAnswerWriter.Call(i, "", null, piece));
            }
        }

        _outputTokens = _answer.Usage.OutputTokens;
        yield return new(Result("", null, null, _writer.Finish), FrameRole.Ending);
    }

    private StreamFrame Content(string text, string? reasoning, JsonObject? fragment)
    {
        _outputTokens = Math.Min(_outputTokens + 1, _answer.Usage.OutputTokens);

        return new(Result(text, reasoning, fragment, "null"), FrameRole.Content);
    }

    private byte[] Result(string text, string? reasoning, JsonObject? fragment, string finish)
    {
        var body = _isIncremental
            ? _writer.Write(text, reasoning, fragment is null ? null : [fragment], finish, _outputTokens)
            : _writer.Write(_text.ToString(), _reasoning.Length == 0 ? null : _reasoning.ToString(), CallsSoFar(), finish, _outputTokens);

        return Event(++_events, "result", 200, body);
    }

    private JsonArray? CallsSoFar()
        => _calls.Count == 0 ? null : new JsonArray([.. _calls.Select(static (one, index) => QwenAnswerWriter.Call(index, one.Call.Id, one.Call.Name, one.Arguments.ToString()))]);
}
