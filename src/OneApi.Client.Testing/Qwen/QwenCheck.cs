using System.Text.Json;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Qwen;

/// <summary>What DashScope refuses with 400 before it generates anything, on the native surface and, where it is the same, on the compatible one.</summary>
internal static class QwenCheck
{
    private static readonly string[] Roles = ["system", "user", "assistant", "tool", "function", "plugin"];
    private static readonly string[] Media = ["text", "image", "video", "audio"];

    public static void Check(FakeRequest request)
    {
        var body = request.Json;
        RequireObjectWithModel(body);
        RefuseAsync(request);
        var (messages, parameters) = (body.Member("input").Member("messages"), body.Member("parameters"));

        if (body.Member("input").Member("prompt").TextOrNull() is null)
        {
            CheckMessages(messages, QwenPath.IsMultimodal(request));
        }

        CheckMedia(messages, request);
        CheckSettings(parameters);
        CheckThinking(parameters, body.Member("model").TextOrNull()!, request.IsStreaming, needsIncrements: true);

        if (parameters.Member("tools").Exists() && parameters.Member("result_format").TextOrNull() is not "message")
        {
            throw RequestRefusedException.Invalid("'result_format' must be \"message\" when tools are used.");
        }

        if (parameters.Member("response_format").Member("type").TextOrNull() is "json_object" && !messages.GetRawText().Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            throw RequestRefusedException.Invalid("'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.");
        }
    }

    public static void RequireObjectWithModel(JsonElement body)
    {
        if (!body.IsObject())
        {
            throw RequestRefusedException.Invalid("Required body invalid, please check the request body format.");
        }

        if (body.Member("model").TextOrNull() is not { Length: > 0 })
        {
            throw RequestRefusedException.Invalid("Required parameter(model) missing or invalid, please check the request parameters.");
        }
    }

    /// <summary>Chat is never a task: whoever asks for one is refused.</summary>
    public static void RefuseAsync(FakeRequest request)
    {
        if (request.Headers.ContainsKey("X-DashScope-Async"))
        {
            throw new RequestRefusedException(WireErrorKind.InvalidRequest, "current user api does not support asynchronous calls.", null, "AccessDenied");
        }
    }

    /// <summary>The ranges that both surfaces have.</summary>
    public static void CheckSettings(JsonElement settings)
    {
        RequireNumber(settings, "temperature", static value => value is >= 0 and < 2, "Temperature should be in [0.0, 2.0)");
        RequireNumber(settings, "top_p", static value => value is > 0 and <= 1, "Range of top_p should be (0.0, 1.0]");
        RequireNumber(settings, "presence_penalty", static value => value is >= -2 and <= 2, "Presence_penalty should be in [-2.0, 2.0]");
        RequireNumber(settings, "repetition_penalty", static value => value > 0, "Repetition_penalty should be greater than 0.0");
        RequireNumber(settings, "max_tokens", static value => value >= 1, "Range of max_tokens should be [1, 8192]");
        RequireNumber(settings, "seed", static value => value >= 0, "Range of seed should be [0, 9223372036854775807]");
        RequireNumber(settings, "n", static value => value is >= 1 and <= 4, "Range of n should be [1, 4]");

        if (settings.Member("n").Int32OrNull() > 1 && settings.Member("tools").Exists())
        {
            throw RequestRefusedException.Invalid("'n' must be 1 when tools are used.");
        }
    }

    /// <summary>Models that think do so only in streams, natively only in increments, and choose their tool themselves.</summary>
    public static void CheckThinking(JsonElement settings, string model, bool isStreaming, bool needsIncrements)
    {
        var isAlways = ThinksAlways(model);

        if (!isAlways && !settings.Member("enable_thinking").IsTrue())
        {
            return;
        }

        if (!isStreaming)
        {
            throw RequestRefusedException.Invalid(isAlways
                ? "This model only support stream mode, please enable the stream parameter to access the model."
                : "parameter.enable_thinking must be set to false for non-streaming calls");
        }

        if (needsIncrements && !settings.Member("incremental_output").IsTrue())
        {
            throw RequestRefusedException.Invalid("This model does not support incremental_output set to False.");
        }

        if (settings.Member("tool_choice").IsObject())
        {
            throw RequestRefusedException.Invalid("The tool_choice parameter does not support being set to required or object in thinking mode");
        }
    }

    public static bool ThinksAlways(string model)
        => model.StartsWith("qwq", StringComparison.Ordinal) || model.StartsWith("qvq", StringComparison.Ordinal) || model.Contains("-thinking", StringComparison.Ordinal);

    private static void CheckMessages(JsonElement messages, bool isMultimodal)
    {
        if (!messages.IsArray() || messages.GetArrayLength() == 0)
        {
            throw RequestRefusedException.Invalid("Either \"prompt\" or \"messages\" must exist and cannot both be none");
        }

        var isFirst = true;
        var answerable = new HashSet<string>();
        JsonElement last = default;

        foreach (var message in messages.Items())
        {
            CheckMessage(message, isFirst, isMultimodal, answerable);
            isFirst = false;
            last = message;
        }

        if (last.Member("role").TextOrNull() is not ("user" or "function" or "tool") && !last.Member("partial").IsTrue())
        {
            throw RequestRefusedException.Invalid("Role must be user or function or tool in the last message.");
        }
    }

    private static void CheckMessage(JsonElement message, bool isFirst, bool isMultimodal, HashSet<string> answerable)
    {
        var role = message.Member("role").TextOrNull();

        if (!Roles.Contains(role))
        {
            throw RequestRefusedException.Invalid($"Role must be in [user, assistant, system, tool], but got {role}");
        }

        if (role is "system" && !isFirst)
        {
            throw RequestRefusedException.Invalid("System message must be the first message.");
        }

        CheckContent(message.Member("content"), isMultimodal, mayBeEmpty: message.Member("tool_calls").Exists());

        if (role is not "tool")
        {
            answerable.Clear();
            answerable.UnionWith(message.Member("tool_calls").Items().Select(static call => call.Member("id").TextOrNull() ?? ""));
        }
        else if (message.Member("tool_call_id").TextOrNull() is not { } id || !answerable.Contains(id))
        {
            throw RequestRefusedException.Invalid("messages with role \"tool\" must be a response to a preceeding message with \"tool_calls\".");
        }
    }

    private static void CheckContent(JsonElement content, bool isMultimodal, bool mayBeEmpty)
    {
        if (!content.Exists())
        {
            if (!mayBeEmpty)
            {
                throw RequestRefusedException.Invalid("Field required: input.messages.content");
            }

            return;
        }

        if (isMultimodal ? !content.IsArray() : content.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
        {
            throw RequestRefusedException.Invalid(isMultimodal ? "Input should be a valid list: input.messages.content" : "Input should be a valid string: input.messages.content");
        }

        foreach (var item in content.Items())
        {
            if (!Media.Any(name => item.Member(name).Exists()))
            {
                throw RequestRefusedException.Invalid("Input should be 'text', 'image', 'audio' or 'video': input.messages.content");
            }
        }
    }

    /// <summary>What lies in Alibaba's own store is looked for only when a header says so.</summary>
    private static void CheckMedia(JsonElement messages, FakeRequest request)
    {
        if (messages.IsArray() && messages.GetRawText().Contains("\"oss://", StringComparison.Ordinal) && request.Headers.GetValueOrDefault("X-DashScope-OssResourceResolve") != "enable")
        {
            throw new RequestRefusedException(WireErrorKind.InvalidRequest, null, null, "InvalidParameter.DataInspection");
        }
    }

    private static void RequireNumber(JsonElement settings, string name, Func<double, bool> isIn, string refusal)
    {
        var value = settings.Member(name);

        if (value.Exists() && (value.ValueKind is not JsonValueKind.Number || !isIn(value.GetDouble())))
        {
            throw RequestRefusedException.Invalid(refusal);
        }
    }
}
