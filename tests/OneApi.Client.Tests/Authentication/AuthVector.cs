using System.Text.Json;
using Xunit;

namespace OneApi.Client.Tests.Authentication;

/// <summary>One vector; it knows which of its expected values have been compared.</summary>
internal sealed class AuthVector(JsonElement vector)
{
    private readonly HashSet<string> _compared = [];

    public string Id => vector.GetProperty("id").GetString()!;

    public string Algorithm => vector.GetProperty("algorithm").GetString()!;

    public string? Text(string input) => Input(input).GetString();

    public long Number(string input) => Input(input).GetInt64();

    public JsonElement Input(string name) => vector.GetProperty("input").GetProperty(name);

    /// <summary>An object's members, or an array of pairs.</summary>
    public List<KeyValuePair<string, string>> Pairs(string input) => Pairs(Input(input));

    public void Expect(string name, string? actual)
    {
        _compared.Add(name);
        Assert.Equal(Expected.GetProperty(name).GetString(), actual);
    }

    public void ExpectHeaders(IEnumerable<KeyValuePair<string, string>> actual)
    {
        _compared.Add("request_headers");
        Assert.Equal(ExpectedHeaders(), actual.OrderBy(static pair => pair.Key, StringComparer.Ordinal));
    }

    public IEnumerable<KeyValuePair<string, string>> ExpectedHeaders() =>
        Pairs(Expected.GetProperty("request_headers")).OrderBy(static pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Fails where the file says more than the test compared.</summary>
    public void AllCompared() => Assert.Equal(Expected.EnumerateObject().Select(static member => member.Name).Order(), _compared.Order());

    private JsonElement Expected => vector.GetProperty("expected");

    private static List<KeyValuePair<string, string>> Pairs(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().Select(static pair => KeyValuePair.Create(pair[0].GetString()!, pair[1].GetString()!))]
        : [.. element.EnumerateObject().Select(static member => KeyValuePair.Create(member.Name, member.Value.GetString()!))];
}
