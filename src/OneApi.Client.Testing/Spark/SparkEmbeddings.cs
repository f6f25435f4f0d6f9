using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Spark;

/// <summary>Embeddings (spark.md §7): one text a call, in base64 both ways.</summary>
internal static class SparkEmbeddings
{
    private const int Dimensions = 2560;

    public static WireAnswer Answer(WireCall call)
    {
        var vector = SampleVector.Of(TextOf(call.Json), Dimensions);
        var bytes = new byte[vector.Length * sizeof(float)];

        for (var i = 0; i < vector.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        }

        return WireAnswer.Json(new JsonObject
        {
            ["header"] = new JsonObject { ["code"] = 0, ["message"] = "success", ["sid"] = call.NextId("emb000") },
            ["payload"] = new JsonObject
            {
                ["feature"] = new JsonObject { ["encoding"] = "utf8", ["compress"] = "raw", ["format"] = "plain", ["text"] = Convert.ToBase64String(bytes) },
            },
        });
    }

    private static string TextOf(JsonElement body)
    {
        if (body.Member("parameter").Member("emb").Member("domain").TextOrNull() is not ("query" or "para"))
        {
            throw RequestRefusedException.Invalid("/parameter/emb/domain must be query or para", code: "10004");
        }

        if (!body.Member("payload").Member("messages").Member("text").TryGetBytesFromBase64(out var bytes))
        {
            throw RequestRefusedException.Invalid("/payload/messages/text is no base64", code: "10004");
        }

        JsonElement[] messages = [.. JsonElement.Parse(bytes).Member("messages").Items()];

        return messages is [var only] && only.Member("content").TextOrNull() is { Length: > 0 } text
            ? text
            : throw RequestRefusedException.Invalid("one message is needed", code: "10004");
    }
}
