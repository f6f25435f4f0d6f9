using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAIImages;

/// <summary>Writes an edit as a form: the images and the mask as files, everything else as text.</summary>
internal static class OpenAIImageForm
{
    public static FormWriter Write(ImageRequest request, List<(string Name, object Value)> members)
    {
        var form = new FormWriter();
        form.Text("model", request.Model);
        form.Text("prompt", request.Prompt);
        foreach (var (name, value) in members)
        {
            form.Text(name, JsonWrite.Text(value));
        }

        // One image is "image", which every server knows; several are a list.
        var field = request.Originals.Count == 1 ? "image" : "image[]";
        foreach (var image in request.Originals.OfType<DataContent>())
        {
            form.File(field, ImageContents.FileNameOf(image, "image"), image.MediaType, image.Data.Span);
        }

        WriteExtras(form, request);
        return form;
    }

    private static void WriteExtras(FormWriter form, ImageRequest request)
    {
        foreach (var (name, value) in request.Raw ?? [])
        {
            if (name is not ("model" or "prompt"))
            {
                form.Text(name, JsonWrite.Text(value));
            }
        }

        foreach (var (name, value) in request.Options?.AdditionalProperties ?? [])
        {
            if (request.Raw?.ContainsKey(name) == true)
            {
                continue;
            }

            if (value is DataContent file)
            {
                form.File(name, ImageContents.FileNameOf(file, name), file.MediaType, file.Data.Span);
            }
            else if (value is not null)
            {
                form.Text(name, JsonWrite.Text(value));
            }
        }
    }
}
