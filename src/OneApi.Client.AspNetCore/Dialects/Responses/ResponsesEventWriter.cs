using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>Writes a streamed answer. No end mark follows the last event: <c>response.completed</c>, <c>response.incomplete</c> or <c>response.failed</c> is it.</summary>
internal sealed class ResponsesEventWriter : ChatEventWriter
{
    private readonly ChatBody _request;
    private readonly ResponsesSettings _settings;
    private readonly TimeProvider _time;
    private readonly ResponsesEvents _events = new();
    private readonly ResponsesOutput _items;
    private ResponsesObject? _response;
    private ChatFinishReason? _finish;
    private UsageDetails? _usage;

    public ResponsesEventWriter(ChatBody request, ResponsesSettings settings, TimeProvider time)
    {
        _request = request;
        _settings = settings;
        _time = time;
        _items = new(settings, _events);
    }

    public override void Write(IBufferWriter<byte> output, ChatResponseUpdate update)
    {
        Begin(output, update);
        _finish = update.FinishReason ?? _finish;
        var contents = update.Contents;
        if (contents.Count == 0)
        {
            return;
        }

        _items.BeginMessage(update.MessageId);
        var logprobs = ResponsesDialect.LogprobsOf(update.AdditionalProperties);
        for (var i = 0; i < contents.Count; i++)
        {
            if (contents[i] is UsageContent usage)
            {
                _usage = usage.Details;
                continue;
            }

            _items.Add(contents[i], logprobs);
            logprobs = contents[i] is TextContent ? null : logprobs;
        }
    }

    public override void Complete(IBufferWriter<byte> output)
    {
        var response = Begin(output, update: null);
        var isWhole = response.Complete(_finish, _usage ?? _request.Options.Progress?.Record?.Usage, _time.GetUtcNow());
        _items.Complete(isWhole);
        _events.Response(isWhole ? "response.completed"u8 : "response.incomplete"u8, response, _items.Items);
    }

    public override void Fail(IBufferWriter<byte> output, EndpointError error, string requestId)
    {
        var response = Begin(output, update: null);
        response.Fail(error);
        response.Usage = _usage;
        _items.Break();
        _events.Error(error);
        _events.Response("response.failed"u8, response, _items.Items);
    }

    private ResponsesObject Begin(IBufferWriter<byte> output, ChatResponseUpdate? update)
    {
        _events.To(output);
        if (_response is { } begun)
        {
            return begun;
        }

        var response = _response = new(_settings, update?.ModelId, update?.CreatedAt ?? _time.GetUtcNow());
        _events.Response("response.created"u8, response, default);
        _events.Response("response.in_progress"u8, response, default);
        return response;
    }
}
