using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>The body of a request: a JSON object whose members were checked against what the route knows. What is wrong is gathered, and said all at once.</summary>
internal sealed class AdminBody
{
    public const int MaxDepth = 32;
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly string _path;

    private AdminBody(string path, List<FieldError> errors)
    {
        _path = path;
        Errors = errors;
    }

    public List<FieldError> Errors { get; }

    /// <summary>Reads a body. Errors in its members are only gathered.</summary>
    /// <exception cref="AdminException">It is no JSON object.</exception>
    public static AdminBody Parse(ReadOnlyMemory<byte> utf8, IReadOnlyList<AdminField> fields)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(utf8, new() { MaxDepth = MaxDepth });
            root = document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new AdminException(400, "invalid_json", $"The body is not JSON of at most {MaxDepth} levels: see line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}.");
        }

        if (root.ValueKind is not JsonValueKind.Object)
        {
            throw AdminException.Invalid("", FieldError.Short(root.GetRawText()), "a JSON object with the members of this route");
        }

        CheckTexts(utf8.Span);
        return Read(root, "", fields, []);
    }

    /// <summary>The parser lets bytes stand that are no UTF-8, and JSON can spell half of a surrogate pair; no text can hold them. It is told here, before anybody reads a value.</summary>
    private static void CheckTexts(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            throw new AdminException(400, "invalid_json", "The body is no valid UTF-8.");
        }

        var reader = new Utf8JsonReader(utf8, new() { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
            {
                continue;
            }

            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException)
            {
                throw new AdminException(400, "invalid_json", $"The text at byte {reader.TokenStartIndex + 1} of the body is no valid Unicode: half of a surrogate pair stands alone.");
            }
        }
    }

    public bool Has(string name) => _members.ContainsKey(name);

    /// <summary>Whether a member is there and null, which takes a value away.</summary>
    public bool IsNull(string name) => _members.TryGetValue(name, out var value) && value.ValueKind is JsonValueKind.Null;

    public string? Text(string name) => Value(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public long? Integer(string name) => Value(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    public double? Number(string name) => Value(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : null;

    public bool? Boolean(string name) => Value(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

    /// <summary>A decimal's own characters: it is never turned into a binary fraction.</summary>
    public string? Decimal(string name) => Value(name) switch
    {
        { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => null,
    };

    public DateTimeOffset? Moment(string name) => Text(name) is { } text && TryReadMoment(text, out var moment) ? moment : null;

    public IReadOnlyList<string>? TextList(string name) =>
        Value(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(static item => item.ValueKind is JsonValueKind.String ? item.GetString()! : "")] : null;

    public IReadOnlyDictionary<string, string>? TextMap(string name) =>
        Value(name) is { ValueKind: JsonValueKind.Object } map
            ? map.EnumerateObject()
                .DistinctBy(static member => member.Name, StringComparer.Ordinal) // a name that is there twice is told as an error of the field
                .ToDictionary(static member => member.Name, static member => member.Value.ValueKind is JsonValueKind.String ? member.Value.GetString()! : "", StringComparer.Ordinal)
            : null;

    public AdminBody? Object(AdminField field) =>
        Value(field.Name) is { ValueKind: JsonValueKind.Object } value ? Read(value, PathOf(field.Name), field.Members, []) : null;

    public IReadOnlyList<AdminBody>? ObjectList(AdminField field) =>
        Value(field.Name) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(static item => item.ValueKind is JsonValueKind.Object).Select((item, index) => Read(item, $"{PathOf(field.Name)}[{index}]", field.Members, []))]
            : null;

    /// <summary>The member as it came.</summary>
    public JsonElement? Value(string name) => _members.TryGetValue(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    public void Add(string name, string found, string right) => Errors.Add(new(PathOf(name), found, right));

    /// <exception cref="AdminException">Something was wrong.</exception>
    public void ThrowIfAny()
    {
        if (Errors.Count > 0)
        {
            throw AdminException.Invalid(Errors);
        }
    }

    public static bool TryReadMoment(string text, out DateTimeOffset moment) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm'Z'"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out moment);

    private static AdminBody Read(JsonElement value, string path, IReadOnlyList<AdminField> fields, List<FieldError> errors)
    {
        var body = new AdminBody(path, errors);
        foreach (var member in value.EnumerateObject())
        {
            if (fields.FirstOrDefault(known => known.Name == member.Name) is not { } field)
            {
                body.Add(FieldError.Short(member.Name), "a member that is not known here", "use " + string.Join(", ", fields.Select(static known => known.Name)));
                continue;
            }

            if (!body._members.TryAdd(member.Name, member.Value))
            {
                body.Add(member.Name, "is there twice", "name it once");
            }
            else
            {
                body.Check(field, member.Value);
            }
        }

        foreach (var field in fields)
        {
            if (field.IsRequired && body.Value(field.Name) is null)
            {
                body.Add(field.Name, "is missing", field.Text);
            }
        }

        return body;
    }

    private void Check(AdminField field, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null)
        {
            return;
        }

        if (!IsOf(field, value))
        {
            Add(field.Name, field.IsSecret ? "something else" : FieldError.Short(value.GetRawText()), field.TypeText + field.Hint);
            return;
        }

        if (field.Type is AdminFieldType.TextMap && value.EnumerateObject().GroupBy(static item => item.Name, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            Add(field.Name, $"'{FieldError.Short(twice.Key)}' is there twice", "name it once");
        }
        else if (field.Type is AdminFieldType.Object)
        {
            Read(value, PathOf(field.Name), field.Members, Errors);
        }
        else if (field.Type is AdminFieldType.ObjectList)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                Read(item, $"{PathOf(field.Name)}[{index++}]", field.Members, Errors);
            }
        }
    }

    private static bool IsOf(AdminField field, JsonElement value) => field.Type switch
    {
        AdminFieldType.Integer => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _),
        AdminFieldType.Decimal => value.ValueKind is JsonValueKind.Number or JsonValueKind.String,
        AdminFieldType.Number => value.ValueKind is JsonValueKind.Number,
        AdminFieldType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        AdminFieldType.Moment => value.ValueKind is JsonValueKind.String && TryReadMoment(value.GetString()!, out _),
        AdminFieldType.TextList => value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(static item => item.ValueKind is JsonValueKind.String),
        AdminFieldType.TextMap => value.ValueKind is JsonValueKind.Object && value.EnumerateObject().All(static item => item.Value.ValueKind is JsonValueKind.String),
        AdminFieldType.Object => value.ValueKind is JsonValueKind.Object,
        AdminFieldType.ObjectList => value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(static item => item.ValueKind is JsonValueKind.Object),
        _ => value.ValueKind is JsonValueKind.String,
    };

    private string PathOf(string name) => _path.Length == 0 ? name : _path + "." + name;
}
