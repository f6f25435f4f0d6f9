using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>Reads the content of a message or of a tool's output: a text, or parts (protocols/openai-responses.md §3).</summary>
internal static class ResponsesPartReader
{
    public static List<AIContent> Read(JsonElement content, string path, bool isAnswer)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            return [new TextContent(ResponsesFields.Text(content, path))];
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            throw ResponsesFields.WrongType(path, "a string or an array", content);
        }

        var contents = new List<AIContent>(content.GetArrayLength());
        foreach (var part in content.EnumerateArray())
        {
            contents.Add(ReadPart(part, $"{path}[{contents.Count}]", isAnswer));
        }

        return contents;
    }

    private static AIContent ReadPart(JsonElement part, string path, bool isAnswer)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            throw ResponsesFields.WrongType(path, "an object", part);
        }

        var type = ResponsesFields.NeedText(part, "type", path);
        switch (type)
        {
            case "output_text" when isAnswer:
                return new TextContent(ResponsesFields.NeedText(part, "text", path)) { Annotations = ResponsesAnnotations.Read(part, path) };
            case "refusal" when isAnswer:
                return new ErrorContent(ResponsesFields.NeedText(part, "refusal", path)) { ErrorCode = ResponsesOutput.Refusal };
            case "input_text":
                return new TextContent(ResponsesFields.NeedText(part, "text", path)); // for answers, too: OpenAI's SDKs make such parts of plain texts
            case "input_image" when !isAnswer:
                return ReadImage(part, path);
            case "input_file" when !isAnswer:
                return ReadFile(part, path);
            case "input_audio" when !isAnswer:
                return ReadAudio(part, path);
            default:
                throw ResponsesFields.Unknown(path + ".type", type, isAnswer ? "'output_text', 'refusal'" : "'input_text', 'input_image', 'input_file', 'input_audio'");
        }
    }

    private static AIContent ReadImage(JsonElement part, string path)
    {
        AIContent image;
        if (ResponsesFields.FindText(part, "image_url", path) is { } url)
        {
            image = ResponsesMedia.Of(url, "image/*", path + ".image_url");
        }
        else
        {
            var file = ResponsesFields.FindText(part, "file_id", path) ?? throw ResponsesFields.Missing(path + ".image_url");
            image = new HostedFileContent(file) { MediaType = "image/*" };
        }

        if (ResponsesFields.FindText(part, "detail", path) is { } detail and not "auto")
        {
            image.AdditionalProperties = new() { ["detail"] = detail };
        }

        return image;
    }

    private static AIContent ReadFile(JsonElement part, string path)
    {
        var name = ResponsesFields.FindText(part, "filename", path);
        if (ResponsesFields.FindText(part, "file_data", path) is { } data)
        {
            var content = ResponsesMedia.Data(data, ResponsesMedia.TypeOf(name), path + ".file_data");
            content.Name = name;
            return content;
        }

        if (ResponsesFields.FindText(part, "file_url", path) is { } url)
        {
            return ResponsesMedia.Of(url, ResponsesMedia.TypeOf(name ?? url), path + ".file_url");
        }

        return new HostedFileContent(ResponsesFields.FindText(part, "file_id", path) ?? throw ResponsesFields.Missing(path + ".file_data")) { Name = name };
    }

    private static DataContent ReadAudio(JsonElement part, string path)
    {
        var audio = ResponsesFields.FindObject(part, "input_audio", path) ?? throw ResponsesFields.Missing(path + ".input_audio");
        path += ".input_audio";
        var format = ResponsesFields.NeedText(audio, "format", path);
        var type = format switch
        {
            "wav" => "audio/wav",
            "mp3" => "audio/mpeg",
            _ => throw ResponsesFields.Unknown(path + ".format", format, "'wav', 'mp3'"),
        };
        return ResponsesMedia.Data(ResponsesFields.NeedText(audio, "data", path), type, path + ".data");
    }
}
