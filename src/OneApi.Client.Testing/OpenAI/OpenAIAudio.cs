using System.Text;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.OpenAI;

/// <summary><c>POST /audio/speech</c>, <c>/audio/transcriptions</c> and <c>/audio/translations</c>: sound is made of the text's bytes, and what is heard is the file's own text.</summary>
internal static class OpenAIAudio
{
    private const int MaxCharacters = 4096;
    private const int MaxFileBytes = 25 * 1024 * 1024;
    private static readonly string[] Sounds = ["mp3", "opus", "aac", "flac", "wav", "pcm"];
    private static readonly string[] Extensions = [".flac", ".mp3", ".mp4", ".mpeg", ".mpga", ".m4a", ".ogg", ".wav", ".webm"];

    public static readonly WireRoute[] Routes =
    [
        new("POST", "/audio/speech", Speak),
        new("POST", "/audio/transcriptions", Transcribe),
        new("POST", "/audio/translations", Translate),
    ];

    public static WireAnswer Speak(WireCall call)
    {
        OpenAIBodyCheck.RequireObjectWithModel(call.Json);
        call.RequireKnownModel();
        var input = OpenAIBodyCheck.Required(call.Json, "input").TextOrNull() ?? "";
        OpenAIBodyCheck.Required(call.Json, "voice");
        if (input.Length is 0 or > MaxCharacters)
        {
            throw RequestRefusedException.Invalid($"Invalid 'input': string of 1 to {MaxCharacters} characters expected.", "input", "string_above_max_length");
        }

        var format = call.Json.Member("response_format").TextOrNull() ?? "mp3";
        if (!Sounds.Contains(format))
        {
            throw RequestRefusedException.Invalid($"Invalid value: '{format}'. Supported values are: {string.Join(", ", Sounds.Select(static one => $"'{one}'"))}.", "response_format", "invalid_value");
        }

        var isEvents = call.Json.Member("stream_format").TextOrNull() is "sse";
        if (isEvents && call.Request.Model!.StartsWith("tts-1", StringComparison.Ordinal))
        {
            throw RequestRefusedException.Invalid("'sse' is not supported for this model.", "stream_format", "invalid_value");
        }

        if (call.IsEmptied)
        {
            return WireAnswer.Raw(200, "audio/mpeg", ReadOnlyMemory<byte>.Empty);
        }

        var pieces = Encoding.UTF8.GetBytes(input).Chunk(8).Select(static piece => (byte[])[0xFF, 0xFB, .. piece]);
        return isEvents
            ? WireAnswer.Stream("text/event-stream; charset=utf-8", SpeechEvents(pieces, FakeUsage.Count(input)))
            : WireAnswer.Stream(format is "mp3" ? "audio/mpeg" : "audio/" + format, pieces.Select(static piece => new StreamFrame(piece, FrameRole.Content)));
    }

    public static WireAnswer Transcribe(WireCall call)
    {
        var form = ReadForm(call, out var heard);
        if (form.Text("stream") is "true" && form.Text("model") is not "whisper-1") // whisper-1 ignores it
        {
            return WireAnswer.Stream("text/event-stream; charset=utf-8", TranscriptEvents(heard));
        }

        return Answer(call, form, heard, "transcribe");
    }

    public static WireAnswer Translate(WireCall call)
    {
        var form = ReadForm(call, out var heard);
        return Answer(call, form, heard, "translate");
    }

    private static MultipartForm ReadForm(WireCall call, out string heard)
    {
        var form = MultipartForm.Read(call.Request) ?? throw RequestRefusedException.Invalid("Could not parse multipart form.");
        if (form.Text("model") is not { Length: > 0 })
        {
            throw RequestRefusedException.Invalid("you must provide a model parameter");
        }

        call.RequireKnownModel();
        var file = form.File("file") ?? throw RequestRefusedException.Invalid("Missing required parameter: 'file'.", "file", "missing_required_parameter");
        if (!Extensions.Contains(Path.GetExtension(file.FileName)))
        {
            throw RequestRefusedException.Invalid($"Unrecognized file format. Supported formats: {string.Join(", ", Extensions.Select(static one => $"'{one[1..]}'"))}");
        }

        if (file.Data.Length > MaxFileBytes)
        {
            throw RequestRefusedException.Invalid($"Maximum content size limit ({MaxFileBytes}) exceeded ({file.Data.Length} bytes read)");
        }

        heard = file.Text;
        return form;
    }

    private static WireAnswer Answer(WireCall call, MultipartForm form, string heard, string task)
    {
        if (call.IsEmptied)
        {
            return WireAnswer.Raw(200, "application/json", ReadOnlyMemory<byte>.Empty);
        }

        return (form.Text("response_format") ?? "json") switch
        {
            "json" => WireAnswer.Json(new JsonObject { ["text"] = heard, ["usage"] = Usage(form.Text("model")!, heard) }),
            "verbose_json" => WireAnswer.Json(new JsonObject { ["task"] = task, ["language"] = "english", ["duration"] = 3.5, ["text"] = heard, ["segments"] = new JsonArray() }),
            "text" => WireAnswer.Raw(200, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(heard + "\n")),
            "srt" => WireAnswer.Raw(200, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes($"1\n00:00:00,000 --> 00:00:03,500\n{heard}\n\n")),
            "vtt" => WireAnswer.Raw(200, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes($"WEBVTT\n\n00:00:00.000 --> 00:00:03.500\n{heard}\n\n")),
            var other => throw RequestRefusedException.Invalid($"Invalid value: '{other}'.", "response_format", "invalid_value"),
        };
    }

    /// <summary>whisper-1 is paid by the second, the others by tokens.</summary>
    private static JsonObject Usage(string model, string heard) => model.StartsWith("whisper", StringComparison.Ordinal)
        ? new() { ["type"] = "duration", ["seconds"] = 4 }
        : new()
        {
            ["type"] = "tokens",
            ["input_tokens"] = 35,
            ["input_token_details"] = new JsonObject { ["text_tokens"] = 0, ["audio_tokens"] = 35 },
            ["output_tokens"] = FakeUsage.Count(heard),
            ["total_tokens"] = 35 + FakeUsage.Count(heard),
        };

    private static IEnumerable<StreamFrame> SpeechEvents(IEnumerable<byte[]> pieces, int input)
    {
        var count = 0;
        foreach (var piece in pieces)
        {
            count++;
            yield return new(Event(new JsonObject { ["type"] = "speech.audio.delta", ["audio"] = Convert.ToBase64String(piece) }, "\n"), FrameRole.Content);
        }

        var usage = new JsonObject { ["input_tokens"] = input, ["output_tokens"] = count * 10, ["total_tokens"] = input + (count * 10) };
        yield return new(Event(new JsonObject { ["type"] = "speech.audio.done", ["usage"] = usage }, "\n"), FrameRole.Ending);
    }

    /// <summary>Its lines end with CR LF.</summary>
    private static IEnumerable<StreamFrame> TranscriptEvents(string heard)
    {
        foreach (var piece in heard.Chunk(8))
        {
            yield return new(Event(new JsonObject { ["type"] = "transcript.text.delta", ["delta"] = new string(piece) }, "\r\n"), FrameRole.Content);
        }

        yield return new(Event(new JsonObject { ["type"] = "transcript.text.done", ["text"] = heard, ["usage"] = Usage("gpt-4o-transcribe", heard) }, "\r\n"), FrameRole.Ending);
        yield return new("data: [DONE]\r\n\r\n"u8.ToArray(), FrameRole.Ending);
    }

    private static byte[] Event(JsonObject data, string lineEnd) => Encoding.UTF8.GetBytes($"data: {WireJson.ToText(data)}{lineEnd}{lineEnd}");
}
