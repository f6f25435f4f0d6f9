using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>Reads the tools that run at the provider, where Microsoft.Extensions.AI has a type for them. What only OpenAI's own servers know of them is an error where it limits what may be done, else left out.</summary>
internal static class ResponsesHostedTools
{
    /// <summary>A search that may look at kept copies of pages only (<c>external_web_access</c> false): no provider has one, and a real search would go where it must not. It is left out.</summary>
    public static bool IsSearchOfCopies(string type, JsonElement tool, string path) =>
        type.StartsWith("web_search", StringComparison.Ordinal) && ResponsesFields.FindFlag(tool, "external_web_access", path) == false;

    public static HostedWebSearchTool ReadWebSearch(JsonElement tool, string path)
    {
        if (ResponsesFields.FindObject(tool, "filters", path) is { } filters && filters.EnumerateObject().Any(static filter => filter.Value.ValueKind is not JsonValueKind.Null))
        {
            throw ResponsesFields.Unsupported(path + ".filters", $"Unsupported value: '{path}.filters'. The search of the providers behind this server can't be limited to domains.");
        }

        return new();
    }

    public static HostedCodeInterpreterTool ReadCodeInterpreter(JsonElement tool, string path)
    {
        path += ".container";
        var container = ResponsesFields.Find(tool, "container");
        if (container is { ValueKind: JsonValueKind.String })
        {
            throw ResponsesFields.Unsupported(path, $"Unsupported value: '{path}' names a container, and this server keeps none. Use {{\"type\":\"auto\"}}.");
        }

        var code = new HostedCodeInterpreterTool();
        if (container is { ValueKind: JsonValueKind.Object } auto && ResponsesFields.FindArray(auto, "file_ids", path) is { } files)
        {
            code.Inputs = [.. Texts(files, path + ".file_ids").Select(static file => new HostedFileContent(file))];
        }

        return code;
    }

    public static HostedFileSearchTool ReadFileSearch(JsonElement tool, string path)
    {
        if (ResponsesFields.Find(tool, "filters") is not null)
        {
            throw ResponsesFields.Unsupported(path + ".filters", $"Unsupported value: '{path}.filters'. The search of the providers behind this server takes no filters.");
        }

        var stores = ResponsesFields.FindArray(tool, "vector_store_ids", path) ?? throw ResponsesFields.Missing(path + ".vector_store_ids");
        return new()
        {
            Inputs = [.. Texts(stores, path + ".vector_store_ids").Select(static store => new HostedVectorStoreContent(store))],
            MaximumResultCount = ResponsesFields.Find(tool, "max_num_results") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var max) ? max : null,
        };
    }

    public static HostedMcpServerTool ReadMcp(JsonElement tool, string path)
    {
        var label = ResponsesFields.NeedName(tool, "server_label", path);
        var address = ResponsesFields.FindText(tool, "server_url", path) ?? ResponsesFields.FindText(tool, "connector_id", path) ?? throw ResponsesFields.Missing(path + ".server_url");
        var server = new HostedMcpServerTool(label, address)
        {
            ServerDescription = ResponsesFields.FindText(tool, "server_description", path),
            ApprovalMode = ApprovalOf(tool, path + ".require_approval"),
        };
        if (ResponsesFields.Find(tool, "allowed_tools") is { } allowed)
        {
            var names = allowed.ValueKind == JsonValueKind.Object ? ResponsesFields.FindArray(allowed, "tool_names", path + ".allowed_tools") : allowed;
            server.AllowedTools = names is { ValueKind: JsonValueKind.Array } list
                ? Texts(list, path + ".allowed_tools")
                : throw ResponsesFields.WrongType(path + ".allowed_tools", "an array of names", allowed);
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in ResponsesFields.FindObject(tool, "headers", path) is { } given ? given.EnumerateObject() : default)
        {
            headers[header.Name] = ResponsesFields.Text(header.Value, $"{path}.headers.{header.Name}");
        }

        if (ResponsesFields.FindText(tool, "authorization", path) is { } authorization)
        {
            headers["Authorization"] = "Bearer " + authorization;
        }

        server.Headers = headers.Count > 0 ? headers : null;
        return server;
    }

    /// <summary>An approval would have to be asked for and given over several calls, which nothing here remembers.</summary>
    private static HostedMcpServerToolNeverRequireApprovalMode ApprovalOf(JsonElement tool, string path) =>
        ResponsesFields.Find(tool, "require_approval") is { ValueKind: JsonValueKind.String } mode && mode.ValueEquals("never"u8)
            ? HostedMcpServerToolApprovalMode.NeverRequire
            : throw ResponsesFields.Unsupported(path, $"Unsupported value: '{path}'. This server can't ask for approvals. Supported values are: 'never'.");

    private static List<string> Texts(JsonElement array, string path)
    {
        var texts = new List<string>(array.GetArrayLength());
        foreach (var item in array.EnumerateArray())
        {
            texts.Add(ResponsesFields.Text(item, $"{path}[{texts.Count}]"));
        }

        return texts;
    }
}
