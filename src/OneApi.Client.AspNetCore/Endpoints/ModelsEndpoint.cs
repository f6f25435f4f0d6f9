using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OneApi.Client.AspNetCore.Dialects;

namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>Lists the models that a caller may ask for, in OpenAI's words, or in Anthropic's for clients that send its version.</summary>
internal sealed class ModelsEndpoint(IAccessTokens tokens, IChannelHealth health, Gate gate, Action<IBufferWriter<byte>, EndpointError, string> writeError)
{
    /// <summary>No vendor's date is known for a public name.</summary>
    private const string SomeDay = "1970-01-01T00:00:00Z";

    public Task ListAsync(HttpContext context) => gate.RunAsync(context, writeError, async (exchange, caller) =>
    {
        var models = await ModelsOfAsync(exchange, caller).ConfigureAwait(false);
        await exchange.AnswerAsync(Write(writer => WriteList(writer, models, IsAnthropic(context)))).ConfigureAwait(false);
    });

    public Task GetAsync(HttpContext context) => gate.RunAsync(context, writeError, async (exchange, caller) =>
    {
        var asked = context.Request.RouteValues["model"] as string ?? string.Empty;
        var models = await ModelsOfAsync(exchange, caller).ConfigureAwait(false);
        var model = models.Find(name => name.Equals(asked, StringComparison.OrdinalIgnoreCase))
            ?? throw new OneApiException(OneApiErrorKind.ModelNotFound);
        await exchange.AnswerAsync(Write(writer => WriteModel(writer, model, IsAnthropic(context)))).ConfigureAwait(false);
    });

    private async Task<List<string>> ModelsOfAsync(Exchange exchange, CallerAtDoor caller)
    {
        var token = caller.Key is null ? null : await tokens.AuthenticateAsync(caller.Key, caller.Address, exchange.Ended).ConfigureAwait(false);
        var group = token?.Group ?? caller.Group ?? "default";
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in health.ListModels())
        {
            if (entry.Group.Equals(group, StringComparison.OrdinalIgnoreCase) && !entry.Model.Contains('*', StringComparison.Ordinal) && MayUse(token, entry.Model))
            {
                names.Add(entry.Model);
            }
        }

        return [.. names];
    }

    private static bool MayUse(AccessToken? token, string model) =>
        token is null || token.Models.Count == 0 || token.Models.Any(pattern => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, model));

    private static bool IsAnthropic(HttpContext context) => context.Request.Headers.ContainsKey("anthropic-version");

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(body))
        {
            write(writer);
        }

        return body.WrittenMemory;
    }

    private static void WriteList(Utf8JsonWriter writer, List<string> models, bool isAnthropic)
    {
        writer.WriteStartObject();
        if (!isAnthropic)
        {
            writer.WriteString("object"u8, "list"u8);
        }

        writer.WriteStartArray("data"u8);
        foreach (var model in models)
        {
            WriteModel(writer, model, isAnthropic);
        }

        writer.WriteEndArray();
        if (isAnthropic)
        {
            writer.WriteBoolean("has_more"u8, false);
            writer.WriteString("first_id"u8, models is [var first, ..] ? first : null);
            writer.WriteString("last_id"u8, models is [.., var last] ? last : null);
        }

        writer.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter writer, string model, bool isAnthropic)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, model);
        if (isAnthropic)
        {
            writer.WriteString("type"u8, "model"u8);
            writer.WriteString("display_name"u8, model);
            writer.WriteString("created_at"u8, SomeDay);
        }
        else
        {
            writer.WriteString("object"u8, "model"u8);
            writer.WriteNumber("created"u8, 0);
            writer.WriteString("owned_by"u8, "oneapi"u8);
        }

        writer.WriteEndObject();
    }
}
