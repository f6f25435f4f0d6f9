using System.Text;
using System.Text.Json;
using OneApi.Client.Protocols;
using Xunit;

namespace OneApi.Client.Tests.Protocols;

/// <summary>Values as providers write them.</summary>
public class JsonReadTests
{
    private delegate T ReadValue<T>(ref Utf8JsonReader reader);

    private static T Read<T>(string json, ReadValue<T> read)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        var value = read(ref reader);
        Assert.False(reader.Read()); // the value, and nothing else, was read
        return value;
    }

    [Theory]
    [InlineData("\"a\"", "a")]
    [InlineData("\"\"", "")]
    [InlineData("null", null)]
    [InlineData("5", null)]
    [InlineData("{\"a\":[1]}", null)]
    [InlineData("[\"a\"]", null)]
    public void StringOrNull(string json, string? expected) => Assert.Equal(expected, Read(json, JsonRead.StringOrNull));

    [Theory]
    [InlineData("\"a\"", "a")]
    [InlineData("5", "5")]
    [InlineData("1.50", "1.50")]
    [InlineData("true", null)]
    [InlineData("{}", null)]
    public void TextOrNull(string json, string? expected) => Assert.Equal(expected, Read(json, JsonRead.TextOrNull));

    [Theory]
    [InlineData("5", 5L)]
    [InlineData("5.9", 5L)]
    [InlineData("-5e2", -500L)]
    [InlineData("\"5\"", 5L)]
    [InlineData("\"x\"", null)]
    [InlineData("1e300", null)]
    [InlineData("null", null)]
    [InlineData("[5]", null)]
    public void Int64OrNull(string json, long? expected) => Assert.Equal(expected, Read(json, JsonRead.Int64OrNull));

    [Theory]
    [InlineData("\"a\\ud83d\"", "a\uD83D")]
    [InlineData("\"\\ude00a\"", "\uDE00a")]
    [InlineData("\"\\ud83d\\u0041\\n\\r\\t\\b\\f\\/\\\\\\\"\"", "\uD83DA\n\r\t\b\f/\\\"")]
    public void Text_ThatIsNoUnicode_IsReadAsFarAsItGoes(string json, string expected)
    {
        Assert.Equal(expected, Read(json, JsonRead.StringOrNull));
        Assert.Equal(expected, JsonRead.Text(JsonDocument.Parse(json).RootElement));
    }

    [Fact]
    public void Text_OfBrokenBytes_HasReplacements()
    {
        var reader = new Utf8JsonReader([(byte)'"', (byte)'a', 0xE4, (byte)'b', (byte)'"']);
        reader.Read();

        Assert.Equal("a\uFFFDb", JsonRead.StringOrNull(ref reader));
    }

    [Fact]
    public void Join_PutsPairsTogether_AndLosesNothing()
    {
        var half = '\0';

        Assert.Equal("a", LenientText.Join("a\uD83D", ref half));
        Assert.Equal("😀b", LenientText.Join("\uDE00b", ref half));
        Assert.Null(LenientText.Join("\uD83D", ref half));
        Assert.Equal("\uD83Dx", LenientText.Join("x", ref half));
        Assert.Equal('\0', half);
    }
}
