using System.Globalization;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>What is asked of whom.</summary>
internal sealed class CompareRequest
{
    private const int MaxMessages = 2048;
    private static readonly string[] Roles = ["system", "user", "assistant"];

    private static readonly AdminField Temperature = new("temperature", AdminFieldType.Number, "The temperature.");
    private static readonly AdminField MaxTokens = new("max_tokens", AdminFieldType.Integer, "The most tokens that an answer may have.");

    private static readonly AdminField Targets = new("targets", AdminFieldType.ObjectList, "Whom the panes ask, where a model's name does not say it. Not together with models.")
    {
        Members =
        [
            new("model", AdminFieldType.Text, "The public name of the model."),
            new("channel", AdminFieldType.Text, "The only channel that may answer; left out: the gateway's routing chooses."),
            Temperature,
            MaxTokens,
        ],
    };

    private static readonly AdminField Messages = new("messages", AdminFieldType.ObjectList, "The conversation. Not together with prompt.")
    {
        Members =
        [
            new("role", AdminFieldType.Text, "system, user or assistant.") { IsRequired = true },
            new("content", AdminFieldType.Text, "The text.") { IsRequired = true },
        ],
    };

    public static readonly IReadOnlyList<AdminField> Fields =
    [
        new("models", AdminFieldType.TextList, "The models that are asked, one pane each: 1 to 16."),
        Targets,
        new("prompt", AdminFieldType.Text, "What a user asks."),
        Messages,
        new("system", AdminFieldType.Text, "The system message before it."),
        Temperature,
        MaxTokens,
        new("group", AdminFieldType.Text, "The group in whose name the calls are made, where no access token says it."),
        new("access_token", AdminFieldType.Text, "The access token that pays, with its limits; left out: the calls are the gateway's own. Self-service needs one.") { IsSecret = true },
        new("stream", AdminFieldType.Boolean, "Whether the answers are streamed as server-sent events; false by default."),
    ];

    public required IReadOnlyList<ComparisonTarget> Panes { get; init; }

    public required IReadOnlyList<ChatMessage> Conversation { get; init; }

    public required OneApiChatOptions Options { get; init; }

    public required bool Streaming { get; init; }

    public static CompareRequest Read(AdminBody body, AdminCall call)
    {
        var panes = PanesOf(body);
        var conversation = ConversationOf(body);
        var key = body.Text("access_token");
        if (key is null && call.Caller.Role is OneApiAdminRole.SelfService)
        {
            body.Add("access_token", "is missing", "the key of one of your test tokens, which pays for it");
        }

        var options = new OneApiChatOptions
        {
            AccessToken = key,
            ClientAddress = call.Context.Connection.RemoteIpAddress,
            Group = body.Text("group"),
            Temperature = TemperatureOf(body, body),
            MaxOutputTokens = MaxTokensOf(body, body),
        };
        body.ThrowIfAny();
        return new() { Panes = panes, Conversation = conversation, Options = options, Streaming = body.Boolean("stream") ?? false };
    }

    private static List<ComparisonTarget> PanesOf(AdminBody body)
    {
        var panes = new List<ComparisonTarget>();
        if (body.Value("models") is not null && body.Value("targets") is not null)
        {
            body.Add("targets", "is given together with models", "give one of them");
        }

        foreach (var model in body.TextList("models") ?? [])
        {
            panes.Add(new() { Model = string.IsNullOrWhiteSpace(model) ? null : model });
        }

        var asked = body.ObjectList(Targets) ?? [];
        for (var i = 0; i < asked.Count; i++)
        {
            var temperature = TemperatureOf(asked[i], body);
            var most = MaxTokensOf(asked[i], body);
            panes.Add(new()
            {
                Model = asked[i].Text("model"),
                Channel = asked[i].Text("channel"),
                Configure = options =>
                {
                    options.Temperature = temperature ?? options.Temperature;
                    options.MaxOutputTokens = most ?? options.MaxOutputTokens;
                },
            });
        }

        if (panes.Count is 0 or > IModelComparer.MaxPanes)
        {
            body.Add("models", $"{panes.Count} panes", $"1 to {IModelComparer.MaxPanes} models, or targets");
        }

        for (var i = 0; i < panes.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(panes[i].Model) && string.IsNullOrWhiteSpace(panes[i].Channel))
            {
                body.Add(asked.Count > 0 ? $"targets[{i}]" : $"models[{i}]", "names nothing", "the name of a model, or of a channel and a model");
            }
        }

        return panes;
    }

    private static List<ChatMessage> ConversationOf(AdminBody body)
    {
        var conversation = new List<ChatMessage>();
        if (body.Text("system") is { } system)
        {
            conversation.Add(new(ChatRole.System, system));
        }

        var messages = body.ObjectList(Messages) ?? [];
        for (var i = 0; i < messages.Count && i < MaxMessages; i++)
        {
            var role = messages[i].Text("role") ?? "";
            if (!Roles.Contains(role) && role.Length > 0)
            {
                body.Add($"messages[{i}].role", FieldError.Short(role), "system, user or assistant");
            }

            conversation.Add(new(new ChatRole(role.Length == 0 ? "user" : role), messages[i].Text("content") ?? ""));
        }

        if (messages.Count > MaxMessages)
        {
            body.Add("messages", $"{messages.Count} messages", $"{MaxMessages} at most");
        }

        if (body.Text("prompt") is { } prompt)
        {
            if (messages.Count > 0)
            {
                body.Add("prompt", "is given together with messages", "give one of them");
            }

            conversation.Add(new(ChatRole.User, prompt));
        }
        else if (messages.Count == 0)
        {
            body.Add("prompt", "is missing", "what to ask, or messages");
        }

        return conversation;
    }

    private static float? TemperatureOf(AdminBody body, AdminBody errors)
    {
        if (body.Number("temperature") is not { } value)
        {
            return null;
        }

        if (value is >= 0 and <= 2)
        {
            return (float)value;
        }

        errors.Add("temperature", value.ToString(CultureInfo.InvariantCulture), "0 to 2");
        return null;
    }

    private static int? MaxTokensOf(AdminBody body, AdminBody errors)
    {
        if (body.Integer("max_tokens") is not { } value)
        {
            return null;
        }

        if (value is >= 1 and <= 10_000_000)
        {
            return (int)value;
        }

        errors.Add("max_tokens", value.ToString(CultureInfo.InvariantCulture), "1 or more");
        return null;
    }
}
