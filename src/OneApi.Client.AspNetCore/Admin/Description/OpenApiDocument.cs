using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Makes the OpenAPI document out of the table that the routes are mapped from, so that neither can say what the other does not.</summary>
internal static class OpenApiDocument
{
    private static readonly JsonSchemaExporterOptions Exact = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };

    public static JsonObject Of(IReadOnlyList<AdminRoute> routes)
    {
        var schemas = new JsonObject { [NameOf(AdminJsonContext.Default.AdminProblem)] = SchemaOf(AdminJsonContext.Default.AdminProblem) };
        var paths = new JsonObject();
        foreach (var route in routes)
        {
            if (paths[route.Path] is not JsonObject path)
            {
                paths[route.Path] = path = [];
            }

            path[route.Method.ToLowerInvariant()] = OperationOf(route, schemas);
        }

        return new()
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "OneApi.Client admin API",
                ["version"] = "1",
                ["description"] = "Access tokens, usage, requests, channels, traffic and events of the gateway. Amounts ending in _micros are millionths of a dollar. Lists come in pages: send `next` as `after`. POSTs take an Idempotency-Key where they say so; single resources carry an ETag, which writes may send in If-Match.",
            },
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "An admin key." } },
                ["schemas"] = schemas,
            },
        };
    }

    private static JsonObject OperationOf(AdminRoute route, JsonObject schemas)
    {
        var operation = new JsonObject
        {
            ["operationId"] = IdOf(route),
            ["tags"] = new JsonArray(JsonValue.Create(route.Section)),
            ["summary"] = route.Summary,
            ["x-roles"] = new JsonArray([.. RolesOf(route).Select(static role => (JsonNode)JsonValue.Create(role)!)]),
        };
        if (route.Access is AdminAccess.None)
        {
            operation["security"] = new JsonArray();
        }

        var parameters = ParametersOf(route);
        if (parameters.Count > 0)
        {
            operation["parameters"] = parameters;
        }

        if (BodyOf(route) is { } body)
        {
            operation["requestBody"] = body;
        }

        operation["responses"] = AnswersOf(route, schemas);
        return operation;
    }

    private static string IdOf(AdminRoute route) =>
        route.Method.ToLowerInvariant() + string.Concat(route.Path.Split(['/', '{', '}', '.', '_', '-'], StringSplitOptions.RemoveEmptyEntries).Select(static part => char.ToUpper(part[0], CultureInfo.InvariantCulture) + part[1..]));

    private static IEnumerable<string> RolesOf(AdminRoute route) =>
        Enum.GetValues<OneApiAdminRole>().Where(role => new AdminCaller("", role, IsAmbient: false).Has(route.Access)).Select(AdminNames.Of);

    private static JsonArray ParametersOf(AdminRoute route)
    {
        var parameters = new JsonArray();
        foreach (var part in route.Path.Split('/').Where(static part => part.StartsWith('{')))
        {
            parameters.Add((JsonNode)ParameterOf(part.Trim('{', '}'), "path", null, new() { ["type"] = "string" }, isRequired: true));
        }

        foreach (var field in route.Query)
        {
            var parameter = ParameterOf(field.Name, "query", field.Text, SchemaOf(field), isRequired: false);
            if (field.Type is AdminFieldType.TextMap)
            {
                parameter["x-written-as"] = field.Name + ".{name}";
            }

            parameters.Add((JsonNode)parameter);
        }

        if (route.KeepsAnswer)
        {
            parameters.Add((JsonNode)ParameterOf("Idempotency-Key", "header", "A repetition with the same key and body gets the same answer for 24 hours; with another body 422.", new() { ["type"] = "string", ["maxLength"] = IdempotencyStore.LongestKey }, isRequired: false));
        }

        if (route.Method is "PUT" or "PATCH" or "DELETE")
        {
            parameters.Add((JsonNode)ParameterOf("If-Match", "header", "The ETag that was read; another state is refused with 412.", new() { ["type"] = "string" }, isRequired: false));
        }

        return parameters;
    }

    private static JsonObject ParameterOf(string name, string place, string? text, JsonObject schema, bool isRequired)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place, ["required"] = isRequired, ["schema"] = schema };
        if (text is not null)
        {
            parameter["description"] = text;
        }

        return parameter;
    }

    private static JsonObject? BodyOf(AdminRoute route)
    {
        if (route.FreeBody is { } text)
        {
            return new() { ["required"] = true, ["description"] = text, ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } } } };
        }

        return route.Body.Count == 0
            ? null
            : new()
            {
                ["required"] = route.Body.Any(static field => field.IsRequired),
                ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = ObjectOf(route.Body) } },
            };
    }

    private static JsonObject AnswersOf(AdminRoute route, JsonObject schemas)
    {
        var content = new JsonObject();
        foreach (var type in route.AnswerTypes)
        {
            content[type] = type == "application/json" && route.Answer is { } answer ? new JsonObject { ["schema"] = ReferTo(answer, schemas) } : [];
        }

        var success = new JsonObject { ["description"] = "Done." };
        if (content.Count > 0)
        {
            success["content"] = content;
        }

        if (route.HasTag)
        {
            success["headers"] = new JsonObject { ["ETag"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } } };
        }

        var problem = new JsonObject
        {
            ["description"] = "What is wrong, and what would be right (RFC 9457).",
            ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = ReferTo(AdminJsonContext.Default.AdminProblem, schemas) } },
        };
        return new() { [route.Status.ToString(CultureInfo.InvariantCulture)] = success, ["default"] = problem };
    }

    private static JsonObject ReferTo(JsonTypeInfo type, JsonObject schemas)
    {
        var name = NameOf(type);
        schemas[name] ??= SchemaOf(type);
        return new() { ["$ref"] = "#/components/schemas/" + name };
    }

    private static string NameOf(JsonTypeInfo type) => NameOf(type.Type);

    /// <summary>Page&lt;Token&gt; is TokenPage.</summary>
    private static string NameOf(Type type) => type.IsGenericType ? NameOf(type.GetGenericArguments()[0]) + WordOf(type) : PlainOf(type);

    private static string WordOf(Type type) => type.Name.Split('`')[0] switch
    {
        "AdminPage" => "Page",
        "OneApiReply" => "Reply",
        _ => "List",
    };

    private static string PlainOf(MemberInfo type) => type.Name.EndsWith("View", StringComparison.Ordinal) ? type.Name[..^4] : type.Name;

    /// <summary>Types with a converter of their own say nothing of what they write.</summary>
    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type);
        var plain = type ?? context.TypeInfo.Type;
        if (plain == typeof(ExactNumber))
        {
            return new JsonObject { ["type"] = type is null ? "number" : Either("number", "null") };
        }

        return plain == typeof(DateTimeOffset) ? new JsonObject { ["type"] = type is null ? "string" : Either("string", "null"), ["format"] = "date-time" } : schema;
    }

    private static JsonNode SchemaOf(JsonTypeInfo type) => type.GetJsonSchemaAsNode(Exact);

    private static JsonObject ObjectOf(IReadOnlyList<AdminField> fields)
    {
        var members = new JsonObject();
        foreach (var field in fields)
        {
            var schema = SchemaOf(field);
            schema["description"] = field.Text;
            members[field.Name] = schema;
        }

        var found = new JsonObject { ["type"] = "object", ["properties"] = members, ["additionalProperties"] = false };
        var required = fields.Where(static field => field.IsRequired).Select(static field => (JsonNode)JsonValue.Create(field.Name)!).ToArray();
        if (required.Length > 0)
        {
            found["required"] = new JsonArray(required);
        }

        return found;
    }

    private static JsonObject SchemaOf(AdminField field) => field.Type switch
    {
        AdminFieldType.Integer => new() { ["type"] = "integer" },
        AdminFieldType.Decimal => new() { ["type"] = Either("number", "string") },
        AdminFieldType.Number => new() { ["type"] = "number" },
        AdminFieldType.Boolean => new() { ["type"] = "boolean" },
        AdminFieldType.Moment => new() { ["type"] = "string", ["format"] = "date-time" },
        AdminFieldType.TextList => new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
        AdminFieldType.TextMap => new() { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "string" } },
        AdminFieldType.Object => ObjectOf(field.Members),
        AdminFieldType.ObjectList => new() { ["type"] = "array", ["items"] = ObjectOf(field.Members) },
        _ => new() { ["type"] = "string" },
    };

    private static JsonArray Either(string one, string other) => new(JsonValue.Create(one), JsonValue.Create(other));
}
