using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>The query of a request, checked against what the route knows.</summary>
internal sealed class AdminQuery
{
    private const string Any = "label.";
    private readonly IQueryCollection _values;

    public AdminQuery(IQueryCollection values, IReadOnlyList<AdminField> fields)
    {
        _values = values;
        foreach (var (name, value) in values)
        {
            if (fields.All(field => !IsNamed(field, name)))
            {
                Errors.Add(new(FieldError.Short(name), "a parameter that is not known here", fields.Count == 0 ? "this route has none" : "use " + string.Join(", ", fields.Select(static field => field.Name))));
            }
            else if (value.Count > 1)
            {
                Errors.Add(new(name, "is there twice", "name it once"));
            }
        }
    }

    public List<FieldError> Errors { get; } = [];

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Text(string name) => _values.TryGetValue(name, out var value) ? value.ToString() : null;

    public int? Integer(string name, int least, int most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Errors.Add(new(name, FieldError.Short(text), $"a whole number from {least} to {most}"));
        return null;
    }

    public T? Name<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (AdminNames.TryRead<T>(text, out var value))
        {
            return value;
        }

        Errors.Add(new(name, FieldError.Short(text), "one of " + AdminNames.All<T>()));
        return null;
    }

    /// <summary>The parameters of the shape <c>label.team=red</c>.</summary>
    public Dictionary<string, string> Labels() =>
        _values.Where(static value => value.Key.StartsWith(Any, StringComparison.Ordinal) && value.Key.Length > Any.Length).ToDictionary(static value => value.Key[Any.Length..], static value => value.Value.ToString(), StringComparer.Ordinal);

    /// <exception cref="AdminException">Something was wrong.</exception>
    public void ThrowIfAny()
    {
        if (Errors.Count > 0)
        {
            throw AdminException.Invalid(Errors);
        }
    }

    private static bool IsNamed(AdminField field, string name) =>
        field.Name == name || (field.Type is AdminFieldType.TextMap && name.StartsWith(Any, StringComparison.Ordinal) && name.Length > Any.Length);
}
