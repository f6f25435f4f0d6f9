using System.Buffers;
using System.Text.Json;
using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary>Buys a temporary key of Ark's with an access key: the signed action <c>GetApiKey</c> of the control plane (doubao.md §2.2).</summary>
internal sealed class ArkKeyExchange(ProviderHttp http, TimeProvider time)
{
    private const int DurationSeconds = 604_800; // the longest
    private const int MaxAnswerBytes = 64 * 1024;

    public async Task<IssuedCredential> RunAsync(Credential credential, ArkResource resource, CancellationToken cancellationToken)
    {
        var asked = time.GetUtcNow();
        var body = BodyOf(credential, resource);
        using var request = new HttpRequestMessage(HttpMethod.Post, credential.AuthBaseUrl + "/?Action=GetApiKey&Version=2024-01-01") { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        VolcengineHandler.Sign(request, body, "ark", credential, credential.ApiKey!, credential.SecretKey!, asked);
        try
        {
            using var response = await http.GetUnauthenticated().SendAsync(request, cancellationToken).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken).ConfigureAwait(false);
            return ArkKeyAnswer.Read(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), asked);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new OneApiException(OneApiErrorKind.ProviderUnavailable, error) { ProviderMessage = "The control plane that issues keys could not be reached." };
        }
        catch (OperationCanceledException error)
        {
            throw new OneApiException(OneApiErrorKind.Timeout, error) { ProviderMessage = "The control plane that issues keys did not answer." };
        }
    }

    private static ReadOnlyMemory<byte> BodyOf(Credential credential, ArkResource resource)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteNumber("DurationSeconds"u8, DurationSeconds);
        writer.WriteString("ResourceType"u8, resource.Type);
        writer.WriteStartArray("ResourceIds"u8);
        writer.WriteStringValue(resource.Id);
        writer.WriteEndArray();
        if (resource.NeedsProject)
        {
            writer.WriteString("ProjectName"u8, credential.Project);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
