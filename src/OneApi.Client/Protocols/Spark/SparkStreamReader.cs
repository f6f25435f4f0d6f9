using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Spark;

/// <summary>Reads an answer frame by frame (protocols/spark.md §5, §10, §11). The last frame says so; what the server closes before it is cut short.</summary>
internal sealed class SparkStreamReader(ChatRequest request) : ChatStreamReader
{
    private readonly SparkFrameReader _frame = new();
    private readonly long? _limit = SparkParameterWriter.LimitOf(request);
    private string? _sid;
    private string? _responseId;
    private long _frames;
    private int _calls;
    private bool _succeeded;
    private char _textHalf;
    private char _reasoningHalf;
    private UsageDetails? _usage;
    private ChatFinishReason? _finish;

    /// <summary>Gets the vendor's name for the call.</summary>
    public override string? RequestId => _sid;

    public override ChatResponseUpdate? Read(string eventType, ReadOnlySpan<byte> data)
    {
        data = data.Trim("\uFEFF \t\r\n"u8);
        if (data.IsEmpty)
        {
            return null; // keeps the socket awake
        }

        ReadFrame(data);
        _sid ??= _frame.Sid;
        ThrowIfFailed();
        CheckSequence();
        _usage = _frame.Usage ?? _usage;
        _succeeded |= _frame.SaysSuccess;
        IsComplete = _frame.IsLast || (_frame.SaysSuccess && _frame.Usage is not null);
        return MakeUpdate();
    }

    public override ChatResponseUpdate? Complete()
    {
        if (!IsComplete && !_succeeded)
        {
            throw ProviderFaults.Of(
                request.Endpoint,
                _frames > 0 ? OneApiErrorKind.ProtocolViolation : OneApiErrorKind.ProviderUnavailable,
                "The socket was closed before the last frame.");
        }

        if (!HasContent)
        {
            // Whatever status and message say (protocols/spark.md §10). What was reported as used stays known.
            throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.EmptyResponse, usage: _usage);
        }

        _finish = FinishOf();
        return NewUpdate(_usage is null ? [] : [new UsageContent(_usage)], null);
    }

    private void ReadFrame(ReadOnlySpan<byte> data)
    {
        try
        {
            _frame.Read(data);
        }
        catch (InvalidOperationException error)
        {
            throw JsonRead.Unreadable(error);
        }
    }

    /// <summary>A code that is not zero is an error, also after content, and also where some other member says success.</summary>
    private void ThrowIfFailed()
    {
        if (_frame.Code is null && !_frame.SaysFail)
        {
            return;
        }

        var fault = SparkErrorReader.Make(null, _frame.Code, _frame.Message);
        throw ProviderFaults.ToException(request.Endpoint, fault, requestId: _sid);
    }

    /// <summary>A frame too few or too many is reported; its text is not dropped (protocols/spark.md §5).</summary>
    private void CheckSequence()
    {
        var expected = _frames++;
        if (_frame.Sequence is not { } sequence)
        {
            return;
        }

        if (sequence != expected)
        {
            request.Warnings.MalformedEvent("The frames of the answer are not numbered one after the other: some may be missing or repeated.");
        }

        _frames = sequence + 1;
    }

    private ChatResponseUpdate? MakeUpdate()
    {
        var contents = new List<AIContent>(1);
        if (_frame.Reasoning is { } reasoning && LenientText.Join(reasoning, ref _reasoningHalf) is { } thought)
        {
            contents.Add(new TextReasoningContent(thought));
        }

        if (_frame.Text is { } text && LenientText.Join(text, ref _textHalf) is { } said)
        {
            contents.Add(new TextContent(said));
        }

        if (_frame.Calls is { } calls)
        {
            AddCalls(calls, contents);
        }

        if ((_frame.Text ?? _frame.Reasoning) is not null || contents.Count > 0)
        {
            HasContent = true;
        }

        if (IsComplete)
        {
            _finish = FinishOf();
        }

        return contents.Count == 0 && _frame.Others is null ? null : NewUpdate(contents, _frame.Others);
    }

    /// <summary>The vendor gives calls no ids (protocols/spark.md §5).</summary>
    private void AddCalls(List<(string Name, byte[] Arguments)> calls, List<AIContent> contents)
    {
        foreach (var (name, arguments) in calls)
        {
            var id = "call_" + (_sid ??= ResponseIds.New()) + (_calls == 0 ? "" : FormattableString.Invariant($"_{_calls}"));
            _calls++;
            contents.Add(ToolArguments.Parse(id, name, arguments));
        }
    }

    /// <summary>The wire tells no reason: a call is one, and an answer as long as it was allowed to be was cut (protocols/spark.md §11).</summary>
    private ChatFinishReason FinishOf()
    {
        if (_calls > 0)
        {
            return ChatFinishReason.ToolCalls;
        }

        return _limit is { } limit && _usage?.OutputTokenCount >= limit ? ChatFinishReason.Length : ChatFinishReason.Stop;
    }

    private ChatResponseUpdate NewUpdate(List<AIContent> contents, AdditionalPropertiesDictionary? others)
    {
        _responseId ??= _sid ?? ResponseIds.New();
        return new(ChatRole.Assistant, contents)
        {
            ResponseId = _responseId,
            MessageId = _responseId,
            FinishReason = _finish,
            AdditionalProperties = others,
        };
    }
}
