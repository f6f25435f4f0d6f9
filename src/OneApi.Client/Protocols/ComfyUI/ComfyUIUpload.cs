using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.ComfyUI;

/// <summary>Puts the images to begin with on the server; a workflow loads them by name.</summary>
internal static class ComfyUIUpload
{
    public static async Task<string[]> SendAsync(ImageRequest request, IImageTransport transport)
    {
        var names = new string[request.Originals.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = await SendAsync((DataContent)request.Originals[i], request, transport).ConfigureAwait(false);
        }

        return names;
    }

    private static async Task<string> SendAsync(DataContent image, ImageRequest request, IImageTransport transport)
    {
        var form = new FormWriter();

        // A name of its own, so that no caller's image takes the place of another's.
        var name = $"oneapi-{System.Security.Cryptography.RandomNumberGenerator.GetHexString(24, lowercase: true)}.{ImageContents.FormatOf(image.MediaType) ?? "png"}";
        form.File("image", name, image.MediaType, image.Data.Span);
        form.Text("type", "input");
        form.Text("overwrite", "false");
        using var reply = await transport.SendAsync(WireMessage.Form(request.Endpoint.BaseUrl + "/upload/image", form)).ConfigureAwait(false);
        using var document = reply.ToJson();
        var root = document.RootElement;
        var stored = root.Text("name") ?? throw ProviderFaults.Of(request.Endpoint, OneApiErrorKind.ProtocolViolation, "The server did not say under which name it keeps an image.");
        return root.Text("subfolder") is { } folder ? folder + "/" + stored : stored;
    }
}
