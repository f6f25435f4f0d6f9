using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using OneApi.Client.Protocols;

namespace OneApi.Client.Tests.Protocols;

public class JsonEditTests
{
    private static readonly Gen<string> Space = Gen.OneOf("", "", " ", "\n  ", "\t");
    private static readonly Gen<string> Name = Gen.OneOf("model", "m\\u006fdel", "stream", "a", "b", "ü", "model ");
    private static readonly Gen<string> Value = Gen.OneOf("1", "1.50", "1e3", "true", "null", "\"x\"", "\"\\u00fc , } ]\"", "{}", "{ \"model\": 1 }", "[ 1, {\"a\":[]} ]", "-0");

    private static readonly Gen<string> Objects = Gen.Select(Space, Gen.Select(Name, Value, Space, Space, Space).Select(static (name, value, a, b, c) => $"{a}\"{name}\"{b}:{c}{value}{a}").Array[0, 6])
        .Select(static (space, members) => $"{space}{{{space}{string.Join(',', members)}{space}}}{space}");

    private static readonly Gen<JsonChange[]> Changes = Gen.OneOf(
        Gen.Const<JsonChange[]>([]),
        Gen.Const<JsonChange[]>([JsonChange.Set("model", "\"new\""u8.ToArray())]),
        Gen.Const<JsonChange[]>([JsonChange.Set("model", "\"new\""u8.ToArray()), JsonChange.Remove("a"), JsonChange.Add("stream", "{}"u8.ToArray())]),
        Gen.Const<JsonChange[]>([JsonChange.Remove("a"), JsonChange.Remove("b"), JsonChange.Remove("model")]),
        Gen.Const<JsonChange[]>([JsonChange.Rename("a", "c"), JsonChange.Set("z", "0"u8.ToArray())]));

    [Fact]
    public void Edit_ChangesTheNamedMembers_AndLeavesAllOthersAsTheyWereWritten() =>
        Gen.Select(Objects, Changes).Sample(
            static (json, changes) =>
            {
                var after = Edit(json, changes);
                return Members(after).SequenceEqual(Expected(Members(json), changes)) && (changes.Length > 0 || after == json);
            },
            iter: 20_000);

    [Theory]
    [InlineData("""{"model":"a","n": 1.0}""", """{"model":"b","n": 1.0}""")]
    [InlineData("""{ "n" : [1 , 2],"model" :"a" }""", """{ "n" : [1 , 2],"model" :"b" }""")]
    [InlineData("""{"n":1 }""", """{"n":1,"model":"b" }""")]
    [InlineData("{ }", """{"model":"b" }""")]
    public void Set_TouchesNoOtherByte(string before, string after) => Assert.Equal(after, Edit(before, [JsonChange.Set("model", "\"b\""u8.ToArray())]));

    [Theory]
    [InlineData("""{"a":1,"b":2,"c":3}""", """{"b":2,"c":3}""")]
    [InlineData("""{"b":2, "a":1 ,"c":3}""", """{"b":2 ,"c":3}""")]
    [InlineData("""{"b":2, "a":1 }""", """{"b":2 }""")]
    [InlineData("""{"a":1 }""", "{ }")]
    public void Remove_TakesOneCommaAlong(string before, string after) => Assert.Equal(after, Edit(before, [JsonChange.Remove("a")]));

    private static string Edit(string json, JsonChange[] changes)
    {
        var output = new ArrayBufferWriter<byte>();
        JsonEdit.Write(output, Encoding.UTF8.GetBytes(json), changes);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static List<(string Name, string Value)> Members(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().Select(static member => (member.Name, member.Value.GetRawText()))];
    }

    private static List<(string Name, string Value)> Expected(List<(string Name, string Value)> members, JsonChange[] changes)
    {
        var expected = new List<(string, string)>();
        foreach (var (name, value) in members)
        {
            var change = Array.Find(changes, one => one.Name == name);
            if (change.Name is null || change.OnlyIfMissing)
            {
                expected.Add((name, value));
            }
            else if (change.NewName is not null)
            {
                expected.Add((change.NewName, value));
            }
            else if (change.Value is not null)
            {
                expected.Add((name, Encoding.UTF8.GetString(change.Value)));
            }
        }

        expected.AddRange(changes.Where(change => change is { Value: not null, NewName: null } && members.TrueForAll(member => member.Name != change.Name)).Select(static change => (change.Name, Encoding.UTF8.GetString(change.Value!))));
        return expected;
    }
}
