using System.Buffers;
using System.Net;
using System.Text.Json;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;

namespace OneApi.Client.Authentication;

/// <summary>What is said when a token is issued (spark.md §9): the three keys go out, a token and its life in seconds come back.</summary>
internal static class SparkTokenExchange
{
    public const string Provider = "spark";
    private const long DefaultSeconds = 300;
    private const long MaxSeconds = 10L * 365 * 86400;

    public static byte[] Write(Credential credential)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonWrite.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("app_id"u8, credential.AppId);
            writer.WriteString("api_key"u8, credential.ApiKey);
            writer.WriteString("api_secret"u8, credential.SecretKey);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads the answer.</summary>
    /// <exception cref="OneApiException">It refuses, or holds no token.</exception>
    public static (string Token, TimeSpan Life) Read(HttpStatusCode status, ReadOnlySpan<byte> body, Credential credential)
    {
        var answer = new Answer();
        try
        {
            Read(body, ref answer);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            if ((int)status is >= 200 and < 300)
            {
                throw Failure(OneApiErrorKind.ProtocolViolation, status, default, credential, error);
            }
        }

        if ((int)status is < 200 or >= 300)
        {
            throw Failure(ErrorClassifier.OfStatus((int)status), status, answer, credential);
        }

        if (answer.Code is not (null or "0"))
        {
            throw Failure(OneApiErrorKind.Authentication, status, answer, credential);
        }

        if (string.IsNullOrEmpty(answer.Token))
        {
            throw Failure(OneApiErrorKind.ProtocolViolation, status, answer, credential);
        }

        return (answer.Token, TimeSpan.FromSeconds(answer.Seconds is > 0 and <= MaxSeconds and var seconds ? seconds : DefaultSeconds));
    }

    private static OneApiException Failure(OneApiErrorKind kind, HttpStatusCode status, in Answer answer, Credential credential, Exception? cause = null) => new(kind, cause)
    {
        Provider = Provider,
        StatusCode = status,
        ProviderCode = answer.Code is "0" ? null : answer.Code,
        ProviderMessage = ErrorText.Clean(answer.Message ?? "No token was issued.", credential.ApiKey, credential.SecretKey),
    };

    private static void Read(ReadOnlySpan<byte> body, ref Answer answer)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        ReadMembers(ref reader, ref answer);
    }

    /// <summary>Token and life stand under <c>data</c> or beside the code.</summary>
    private static void ReadMembers(ref Utf8JsonReader reader, ref Answer answer)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            var name = JsonRead.Text(ref reader);
            reader.Read();
            switch (name)
            {
                case "data" when reader.TokenType == JsonTokenType.StartObject:
                    ReadMembers(ref reader, ref answer);
                    break;
                case "code":
                    answer.Code = JsonRead.TextOrNull(ref reader);
                    break;
                case "message":
                    answer.Message = JsonRead.StringOrNull(ref reader);
                    break;
                case "token":
                    answer.Token = JsonRead.StringOrNull(ref reader);
                    break;
                case "expires_in":
                    answer.Seconds = JsonRead.Int64OrNull(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private struct Answer
    {
        public string? Code;
        public string? Message;
        public string? Token;
        public long? Seconds;
    }
}
