using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Writes <c>contents</c>: turns of alternating roles, with every thought signature on the part that it came on (protocols/gemini.md §3).</summary>
internal sealed class GeminiContentWriter(Utf8JsonWriter writer, ChatRequest request, GeminiModel model)
{
    private readonly string _provider = request.Endpoint.Provider;
    private readonly List<AIContent> _media = [];
    private bool? _openModel;
    private string? _signature;
    private bool _mustSign;

    public void Write()
    {
        writer.WriteStartArray("contents"u8);
        var turns = GeminiTurn.Of(request.Messages);
        var current = GeminiTurn.StartOfCurrent(turns);
        for (var i = 0; i < turns.Count; i++)
        {
            if (turns[i].IsModel)
            {
                WriteModel(turns[i], isCurrent: i >= current);
            }
            else
            {
                WriteUser(turns[i]);
            }
        }

        CloseContent();
        writer.WriteEndArray();
    }

    private void WriteModel(GeminiTurn turn, bool isCurrent)
    {
        _mustSign = isCurrent && model.IsGemini3;
        foreach (var content in turn.Contents)
        {
            switch (content)
            {
                case TextReasoningContent reasoning:
                    WriteReasoning(reasoning);
                    break;
                case FunctionCallContent call when ToolArguments.IsServerSide(call, request.Messages):
                    break;
                case FunctionCallContent call:
                    WriteCall(call);
                    break;
                case TextContent { Text.Length: 0 }:
                    FlushSignature();
                    break;
                default:
                    WritePart(content, isModel: true);
                    break;
            }
        }

        FlushSignature();
    }

    private void WriteUser(GeminiTurn turn)
    {
        foreach (var content in turn.Contents)
        {
            if (content is FunctionResultContent result)
            {
                BeginPart(isModel: false);
                GeminiResultWriter.Write(writer, request, result, model.IsGemini3 ? null : _media);
                writer.WriteEndObject();
                continue;
            }

            WriteMedia();
            if (content is not (TextContent { Text.Length: 0 } or TextReasoningContent))
            {
                WritePart(content, isModel: false);
            }
        }

        WriteMedia();
    }

    /// <summary>Media that tools returned, for models that take none inside the response: parts of their own after all results.</summary>
    private void WriteMedia()
    {
        foreach (var media in _media)
        {
            WritePart(media, isModel: false);
        }

        _media.Clear();
    }

    /// <summary>Reasoning is not sent as text; its signature goes onto the next part, unless it says whose it is.</summary>
    private void WriteReasoning(TextReasoningContent reasoning)
    {
        if (GeminiMarks.SignatureFor(reasoning, _provider) is not { } signature)
        {
            return;
        }

        FlushSignature();
        _signature = signature;
        switch (GeminiMarks.Owner(reasoning))
        {
            case GeminiMarks.OfThought:
                BeginPart(isModel: true);
                writer.WriteString("text"u8, reasoning.Text);
                writer.WriteBoolean("thought"u8, true);
                EndPart();
                break;
            case GeminiMarks.OfEmptyText:
                FlushSignature();
                break;
            default:
                break;
        }
    }

    private void WriteCall(FunctionCallContent call)
    {
        // Only the first call of a turn is checked; one that nobody signed came from elsewhere.
        if (_mustSign && _signature is null)
        {
            _signature = GeminiMarks.SkipValidation;
        }

        _mustSign = false;
        BeginPart(isModel: true);
        writer.WriteStartObject("functionCall"u8);
        if (GeminiMarks.HasWireId(call, _provider))
        {
            writer.WriteString("id"u8, call.CallId);
        }

        writer.WriteString("name"u8, call.Name);
        writer.WritePropertyName("args"u8);
        ToolArguments.WriteObject(writer, call);
        writer.WriteEndObject();
        EndPart();
    }

    private void WritePart(AIContent content, bool isModel)
    {
        if (GeminiMarks.PartOf(content) is { } part)
        {
            WriteRaw(content, part, isModel);
        }
        else if (GeminiPartWriter.CanWrite(content))
        {
            BeginPart(isModel);
            GeminiPartWriter.Write(writer, request, content);
            EndPart();
        }
        else
        {
            request.Warnings.ContentNotSent(content.GetType().Name, "This wire has no place for it.");
        }
    }

    private void WriteRaw(AIContent content, JsonElement part, bool isModel)
    {
        if (!OpaqueState.BelongsTo(content, _provider))
        {
            request.Warnings.ContentNotSent("part", "It belongs to the provider that made it.");
            return;
        }

        FlushSignature();
        OpenContent(isModel);
        part.WriteTo(writer);
    }

    /// <summary>A signature that no part claims stood on an empty text part, the only place where an empty text is taken.</summary>
    private void FlushSignature()
    {
        if (_signature is not null)
        {
            BeginPart(isModel: true);
            writer.WriteString("text"u8, ""u8);
            EndPart();
        }
    }

    private void BeginPart(bool isModel)
    {
        OpenContent(isModel);
        writer.WriteStartObject();
    }

    private void EndPart()
    {
        if (_signature is not null)
        {
            writer.WriteString("thoughtSignature"u8, _signature);
            _signature = null;
        }

        writer.WriteEndObject();
    }

    private void OpenContent(bool isModel)
    {
        if (_openModel == isModel)
        {
            return;
        }

        CloseContent();
        _openModel = isModel;
        writer.WriteStartObject();
        writer.WriteString("role"u8, isModel ? "model"u8 : "user"u8);
        writer.WriteStartArray("parts"u8);
    }

    private void CloseContent()
    {
        if (_openModel is not null)
        {
            writer.WriteEndArray();
            writer.WriteEndObject();
            _openModel = null;
        }
    }
}
