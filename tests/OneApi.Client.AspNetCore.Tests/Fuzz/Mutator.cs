using System.Text;
using System.Text.Json.Nodes;

namespace OneApi.Client.AspNetCore.Tests.Fuzz;

/// <summary>Makes bodies that nobody meant out of bodies that are right: other values in any place, members twice or not at all, and bytes that are no JSON any more. The same seed makes the same bodies.</summary>
internal sealed class Mutator(int seed, string[] bodies)
{
    private const string Mark = "@@";

    /// <summary>What stands in the place of a value; some of it is no value at all.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-0", "-1", "1.5", "1e400", "-1e400", "1e-400", "2147483648", "9223372036854775808", "99999999999999999999999999", "0.1000000000000000000000000000001", "\"\"", "\" \"", "\"x\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"",
        "\"ü😀\"", "[]", "{}", "[[]]", "[null]", "[{}]", "{\"type\":null}", "{\"type\":\"text\"}", "{\"type\":\"text\",\"text\":null}", "{\"type\":\"image_url\",\"image_url\":{}}", "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:;base64,!\"}}", "{\"type\":\"function\"}",
        "[1,\"a\",null,{}]", "\"data:image/png;base64,AAAA\"", "\"http://[\"", "\"user\"", "\"tool\"", "\"assistant\"", "\"auto\"", "\"required\"", "\"9999-12-31T23:59:59Z\"", "\"-1\"", "1,\"model\":\"other\"", "null,\"type\":\"text\"", "\"\\ud800\":1", "{\"a\":1,\"a\":2}", "{\"\":{\"\":\"\"}}", "{\"\\ud800\":1}",
    ];

    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        var body = Pick(bodies);
        return _random.Next(10) switch
        {
            < 6 => Encoding.UTF8.GetBytes(Exchange(body, 1 + _random.Next(3))),
            < 7 => Encoding.UTF8.GetBytes(Remove(body)),
            < 9 => Damage(Encoding.UTF8.GetBytes(_random.Next(2) == 0 ? body : Exchange(body, 1))),
            _ => Noise(),
        };
    }

    /// <summary>Puts other values, or other parts of the same body, into some places.</summary>
    private string Exchange(string body, int times)
    {
        var root = JsonNode.Parse(body)!;
        var all = Below(root).ToList();
        var values = new List<string>();
        for (var i = 0; i < times; i++)
        {
            var place = Pick(all);
            if (place.Root != root)
            {
                continue; // it went with an earlier one
            }

            values.Add(_random.Next(4) == 0 ? Pick(all).ToJsonString() : _random.Next(30) == 0 ? Deep() : Pick(Values));
            place.ReplaceWith(JsonValue.Create(Mark + (values.Count - 1) + Mark));
        }

        var text = root.ToJsonString();
        for (var i = 0; i < values.Count; i++)
        {
            text = text.Replace($"\"{Mark}{i}{Mark}\"", values[i], StringComparison.Ordinal);
        }

        return text;
    }

    private string Remove(string body)
    {
        var root = JsonNode.Parse(body)!;
        var place = Pick(Below(root).ToList());
        switch (place.Parent)
        {
            case JsonObject members:
                members.Remove(place.GetPropertyName());
                break;
            case JsonArray items:
                items.Remove(place);
                break;
        }

        return root.ToJsonString();
    }

    private byte[] Damage(byte[] bytes)
    {
        var list = bytes.ToList();
        for (var i = 1 + _random.Next(4); i > 0 && list.Count > 1; i--)
        {
            var at = _random.Next(list.Count);
            switch (_random.Next(5))
            {
                case 0:
                    list[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    list.RemoveAt(at);
                    break;
                case 2:
                    list.Insert(at, (byte)_random.Next(256));
                    break;
                case 3:
                    list.RemoveRange(at, list.Count - at);
                    break;
                default:
                    list.InsertRange(at, list.GetRange(at, Math.Min(list.Count - at, 1 + _random.Next(40))));
                    break;
            }
        }

        return [.. list];
    }

    private byte[] Noise()
    {
        var bytes = new byte[_random.Next(200)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private string Deep()
    {
        var depth = _random.Next(1, 80);
        return new string('[', depth) + new string(']', depth);
    }

    private static IEnumerable<JsonNode> Below(JsonNode node)
    {
        var children = node switch { JsonObject members => members.Select(static one => one.Value), JsonArray items => items, _ => [] };
        foreach (var child in children.OfType<JsonNode>())
        {
            yield return child;
            foreach (var one in Below(child))
            {
                yield return one;
            }
        }
    }

    private T Pick<T>(IReadOnlyList<T> all) => all[_random.Next(all.Count)];
}
