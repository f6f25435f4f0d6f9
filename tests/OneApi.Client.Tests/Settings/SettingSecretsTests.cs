using System.Text;
using System.Text.Json;
using OneApi.Client.Settings;

namespace OneApi.Client.Tests.Settings;

/// <summary>What secrets are bound to.</summary>
public sealed class SettingSecretsTests
{
    private const string Said = """{"provider":"openai","base_url":"https://one.example/v1","weight":1}""";

    [Theory]
    [InlineData("channel", "a", Said, true)]
    [InlineData("channel", "A", """{"provider":"OpenAI","base_url":"https://ONE.example:443/v2","weight":9}""", true)]
    [InlineData("channel", "b", Said, false)]
    [InlineData("group", "a", Said, false)]
    [InlineData("channel", "a", """{"provider":"azure","base_url":"https://one.example/v1"}""", false)]
    [InlineData("channel", "a", """{"provider":"openai","base_url":"https://evil.example/v1"}""", false)]
    [InlineData("channel", "a", """{"provider":"openai","base_url":"http://one.example/v1"}""", false)]
    [InlineData("channel", "a", """{"provider":"openai"}""", false)]
    [InlineData("channel", "a", """{"provider":"openai","base_url":"https://one.example/v1","auth_base_url":"https://evil.example"}""", false)]
    public void Purpose_IsOneSettingAtOneAddress(string kind, string name, string said, bool isSame) =>
        Assert.Equal(isSame, SettingSecrets.PurposeOf(kind, name, Json(said)) == SettingSecrets.PurposeOf("channel", "a", Json(Said)));

    private static JsonElement Json(string text) => JsonElement.Parse(Encoding.UTF8.GetBytes(text));
}
