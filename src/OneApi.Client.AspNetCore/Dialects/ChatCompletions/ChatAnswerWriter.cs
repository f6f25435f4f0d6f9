using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Writes a whole chat completion (protocols/openai.md §5).</summary>
internal static class ChatAnswerWriter
{
    public static void Write(Utf8JsonWriter writer, ChatResponse response, OneApiChatOptions asked, TimeProvider time)
    {
        var message = new Parts(response);
        writer.WriteStartObject();
        writer.WriteString("id"u8, response.ResponseId ?? ChatWords.NewId());
        writer.WriteString("object"u8, "chat.completion"u8);
        writer.WriteNumber("created"u8, (response.CreatedAt ?? time.GetUtcNow()).ToUnixTimeSeconds());
        writer.WriteString("model"u8, response.ModelId ?? asked.ModelId);
        writer.WriteStartArray("choices"u8);
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, 0);
        WriteMessage(writer, message, asked);
        WriteOther(writer, response, "logprobs"u8, "logprobs", orNull: true);
        writer.WriteString("finish_reason"u8, ChatWords.FinishOf(response.FinishReason, message.Calls.Count > 0, asked));
        writer.WriteEndObject();
        writer.WriteEndArray();
        if ((response.Usage ?? asked.Progress?.Record?.Usage) is { } usage)
        {
            ChatUsageWriter.Write(writer, usage);
        }

        WriteOther(writer, response, "service_tier"u8, "service_tier", orNull: false);
        WriteOther(writer, response, "system_fingerprint"u8, "system_fingerprint", orNull: false);
        writer.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter writer, Parts message, OneApiChatOptions asked)
    {
        writer.WriteStartObject("message"u8);
        writer.WriteString("role"u8, "assistant"u8);
        if (message.Audio is not null || (message.Text is null && (message.Calls.Count > 0 || message.Refusal is not null)))
        {
            writer.WriteNull("content"u8);
        }
        else
        {
            writer.WriteString("content"u8, message.Text ?? string.Empty);
        }

        writer.WriteString("refusal"u8, message.Refusal);
        if (message.Thoughts is not null)
        {
            writer.WriteString("reasoning_content"u8, message.Thoughts);
        }

        ChatMediaWriter.WriteDetails(writer, message.Details);
        ChatAnnotationWriter.Write(writer, message.Annotations);
        ChatMediaWriter.WriteImages(writer, message.Images);
        WriteAudio(writer, message.Audio, message.Text);
        WriteCalls(writer, message.Calls, asked);
        writer.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter writer, List<FunctionCallContent> calls, OneApiChatOptions asked)
    {
        if (calls.Count == 0)
        {
            return;
        }

        if (ChatWords.AreOlder(asked))
        {
            ChatCallWriter.WriteOlder(writer, calls[0]);
            return;
        }

        writer.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            ChatCallWriter.Write(writer, call, asked);
        }

        writer.WriteEndArray();
    }

    private static void WriteAudio(Utf8JsonWriter writer, DataContent? audio, string? transcript)
    {
        if (audio is null)
        {
            return;
        }

        writer.WriteStartObject("audio"u8);
        writer.WriteString("id"u8, audio.AdditionalProperties?.GetValueOrDefault(ChatMembers.AudioId)?.ToString() ?? "audio_" + Guid.CreateVersion7().ToString("N"));
        writer.WriteString("data"u8, audio.Base64Data.Span);
        writer.WriteString("transcript"u8, transcript ?? string.Empty);
        writer.WriteNumber("expires_at"u8, 0);
        writer.WriteEndObject();
    }

    private static void WriteOther(Utf8JsonWriter writer, ChatResponse response, ReadOnlySpan<byte> name, string key, bool orNull)
    {
        if (response.AdditionalProperties?.TryGetValue(key, out var value) == true && value is JsonElement element)
        {
            writer.WritePropertyName(name);
            element.WriteTo(writer);
        }
        else if (orNull)
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>What the messages of an answer hold, as one.</summary>
    private sealed class Parts
    {
        public Parts(ChatResponse response)
        {
            StringBuilder? text = null, thoughts = null;
            foreach (var content in response.Messages.Where(static message => message.Role == ChatRole.Assistant).SelectMany(static message => message.Contents))
            {
                switch (content)
                {
                    case TextContent part:
                        (text ??= new()).Append(part.Text);
                        Annotations.AddRange(part.Annotations?.OfType<CitationAnnotation>() ?? []);
                        break;
                    case TextReasoningContent part:
                        Details = ChatMediaWriter.DetailsOf(part) ?? Details;
                        if (part.Text.Length > 0)
                        {
                            (thoughts ??= new()).Append(part.Text);
                        }

                        break;
                    case FunctionCallContent { InformationalOnly: false } call:
                        Calls.Add(call);
                        break;
                    case ErrorContent { ErrorCode: "Refusal" } part:
                        Refusal = part.Message;
                        break;
                    case DataContent data when data.HasTopLevelMediaType("audio"):
                        Audio = data;
                        break;
                    case AIContent medium when ChatMediaWriter.AddressOf(medium) is { } address:
                        Images.Add(address);
                        break;
                    default:
                        break;
                }
            }

            (Text, Thoughts) = (text is { Length: 0 } && Calls.Count > 0 ? null : text?.ToString(), thoughts?.ToString());
        }

        public string? Text { get; }

        public string? Thoughts { get; }

        public string? Refusal { get; }

        public DataContent? Audio { get; }

        /// <summary>Gets OpenRouter's <c>reasoning_details</c>, or null.</summary>
        public string? Details { get; }

        public List<string> Images { get; } = [];

        public List<FunctionCallContent> Calls { get; } = [];

        public List<CitationAnnotation> Annotations { get; } = [];
    }
}
