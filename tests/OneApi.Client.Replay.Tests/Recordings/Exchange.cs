using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace OneApi.Client.Replay.Tests.Recordings;

/// <summary>One exchange with its bodies.</summary>
internal sealed class Exchange
{
    private const string NoModel = "replay-model";

    public Exchange(ReplayCase metadata, JsonElement exchange)
    {
        Case = metadata;

        var request = exchange.GetProperty("request");
        RequestBody = metadata.HasJsonRequest ? request.GetProperty("body").GetRawText() : null;

        var response = exchange.GetProperty("response");
        Headers = response.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()!);
        Body = response.TryGetProperty("body_text", out var text) ? Encoding.UTF8.GetBytes(text.GetString()!) : response.GetProperty("body_base64").GetBytesFromBase64();
    }

    public ReplayCase Case { get; }

    public string? RequestBody { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    public byte[] Body { get; }

    public string BodyText => Encoding.UTF8.GetString(Body);

    /// <summary>The recorded model: from the body, else from the URL (Gemini, Azure deployments, Bedrock).</summary>
    public string Model
    {
        get
        {
            if (RequestJson()?["model"]?.GetValue<string>() is { Length: > 0 } model)
            {
                return model;
            }

            var segments = new Uri(Case.Url).AbsolutePath.Split('/');
            var before = Array.FindIndex(segments, segment => segment is "models" or "deployments" or "model");
            if (before < 0 || before + 1 >= segments.Length || segments[before + 1] is "chat")
            {
                return NoModel;
            }

            var name = Uri.UnescapeDataString(segments[before + 1]);
            return Case.Wire is Wire.GenerateContent or Wire.GeminiEmbeddings ? name.Split(':')[0] : name;
        }
    }

    /// <summary>How the path of the replayed call must end.</summary>
    public string PathSuffix => Case.Wire switch
    {
        Wire.ChatCompletions => "/chat/completions",
        Wire.Messages => "/messages",
        Wire.GenerateContent => Case.Stream ? ":streamGenerateContent" : ":generateContent",
        Wire.OpenAIEmbeddings => "/embeddings",
        _ => "mbedContents",
    };

    /// <summary>Checks where a replayed call went: to the recorded path and query, or at least to a path with the operation at its end.</summary>
    public void AssertAddress(string target)
    {
        if (Case.Channel.IsWholeAddress)
        {
            Assert.Equal(new Uri(Case.Url).PathAndQuery, target);
            return;
        }

        Assert.EndsWith(PathSuffix, target.Split('?')[0], StringComparison.Ordinal);
    }

    /// <summary>A fresh copy of the recorded request body, if it is a JSON object.</summary>
    public JsonObject? RequestJson() => RequestBody is null ? null : JsonNode.Parse(RequestBody)!.AsObject();
}
