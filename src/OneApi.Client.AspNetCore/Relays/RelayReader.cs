using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Relays;

/// <summary>Reads of a body that is passed on what the gateway must know: the model, and that what the operation can't do without is there. The provider judges the rest.</summary>
internal sealed class RelayReader(string operation)
{
    /// <summary>OpenAI's own default (protocols/openai.md §13).</summary>
    private const string DefaultModerator = "omni-moderation-latest";

    public static bool TakesForm(string operation) => operation is RelayOperations.Transcriptions or RelayOperations.Translations;

    /// <exception cref="EndpointException">Something is missing, or can't be.</exception>
    public (RelayRequest Request, bool WantsEvents) ReadJson(ReadOnlyMemory<byte> body)
    {
        var members = GatewayMembers.Read(body);
        var request = new RelayRequest
        {
            Operation = operation,
            Model = members.Model is { Length: > 0 } model ? model : operation is RelayOperations.Moderations && members.Model is null ? DefaultModerator : throw NoModel(),
            Body = members.Body,
            Group = members.Group,
            Fallbacks = members.Fallbacks,
            EndUser = members.User,
        };
        foreach (var name in NeededBy(operation))
        {
            if (!JsonMembers.Has(body.Span, name))
            {
                throw Missing(name);
            }
        }

        return (request, operation is RelayOperations.Speech && members.WantsEvents);
    }

    /// <exception cref="EndpointException">Something is missing, or can't be.</exception>
    public async Task<(RelayRequest Request, bool WantsEvents)> ReadFormAsync(ReadOnlyMemory<byte> body, string? contentType, CancellationToken cancellationToken)
    {
        var form = await FormFields.ReadAsync(body, contentType, withFiles: false, cancellationToken).ConfigureAwait(false);
        if (!form.Files.Exists(static file => file.Name == "file") && form.Find("file_url") is null && form.Find("file_id") is null && form.Find("url") is null)
        {
            throw Missing("file");
        }

        var request = new RelayRequest
        {
            Operation = operation,
            Model = form.Find("model") is { Length: > 0 } model ? model : throw NoModel(),
            Body = body,
            ContentType = contentType!,
        };
        return (request, operation is RelayOperations.Transcriptions && form.Find("stream") is "true" or "True" or "1");
    }

    private static string[] NeededBy(string operation) => operation switch
    {
        RelayOperations.Rerank => ["query", "documents"],
        _ => ["input"],
    };

    private static EndpointException NoModel() => EndpointException.Invalid("model", "You must provide a model parameter.", "missing_required_parameter");

    private static EndpointException Missing(string name) => EndpointException.Invalid(name, $"Missing required parameter: '{name}'.", "missing_required_parameter");
}
