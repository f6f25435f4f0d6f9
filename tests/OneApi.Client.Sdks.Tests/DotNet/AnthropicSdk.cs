using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;

namespace OneApi.Client.Sdks.Tests.DotNet;

/// <summary>Anthropic's own SDK for .NET, changed in nothing but base URL and key.</summary>
internal static class AnthropicSdk
{
    public static Tool Weather { get; } = new()
    {
        Name = "get_weather",
        Description = "Tells the weather.",
        InputSchema = new() { Properties = new Dictionary<string, JsonElement> { ["city"] = JsonElement.Parse("""{"type":"string"}""") }, Required = ["city"] },
    };

    /// <param name="host">The gateway.</param>
    /// <param name="key">The name of the key.</param>
    /// <param name="retries">How often the SDK tries again; null leaves it to the SDK.</param>
    public static AnthropicClient Of(SdkHost host, string key = "good", int? retries = null) =>
        new() { BaseUrl = host.Url, ApiKey = host.Keys[key], AuthToken = null, MaxRetries = retries };

    public static MessageCreateParams Asking(string model, params MessageParam[] messages) => new() { Model = model, MaxTokens = 200, Messages = [.. messages] };

    public static MessageCreateParams Hello(string model) => Asking(model, new UserMessageParam("Hello there, how are you today"));

    public static string TextOf(Message message) => string.Concat(message.Content.Select(static block => block.TryPickText(out var text) ? text.Text : ""));

    public static ToolUseBlock CallOf(Message message) => Assert.Single(message.Content.Select(static block => block.TryPickToolUse(out var call) ? call : null).OfType<ToolUseBlock>());
}
