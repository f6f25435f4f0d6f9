using System.Runtime.InteropServices;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Relays;

/// <summary>A <c>multipart/form-data</c> body, read within bounds. The files are parts of the body's own memory or copies of it; the body stays as it came.</summary>
internal sealed class FormFields
{
    private const int MaxParts = 512;
    private const int MaxHeadBytes = 16 * 1024;
    private const int MaxTextBytes = 1024 * 1024;

    private FormFields()
    {
    }

    /// <summary>Gets the fields that are text, in order.</summary>
    public List<(string Name, string Value)> Texts { get; } = [];

    /// <summary>Gets the files, in order. Without contents where nobody asked for them.</summary>
    public List<FormFile> Files { get; } = [];

    /// <summary>The one value of a field, or null.</summary>
    /// <exception cref="EndpointException">It is there twice, with different values.</exception>
    public string? Find(string name)
    {
        string? found = null;
        foreach (var (own, value) in Texts)
        {
            if (own == name)
            {
                found = found is null || found == value ? value : throw EndpointException.Invalid(name, $"The form has '{name}' twice, with different values.");
            }
        }

        return found;
    }

    /// <exception cref="EndpointException">It is no form, or one that can't be read.</exception>
    public static async Task<FormFields> ReadAsync(ReadOnlyMemory<byte> body, string? contentType, bool withFiles, CancellationToken cancellationToken)
    {
        var form = new FormFields();
        try
        {
            using var stream = MemoryMarshal.TryGetArray(body, out var bytes) ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false) : new MemoryStream(body.ToArray(), writable: false);
            var reader = new MultipartReader(BoundaryOf(contentType), stream) { HeadersCountLimit = 16, HeadersLengthLimit = MaxHeadBytes };
            while (await reader.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false) is { } section)
            {
                if (form.Texts.Count + form.Files.Count >= MaxParts)
                {
                    throw EndpointException.Invalid(null, $"The form has more than {MaxParts} parts.", "invalid_form");
                }

                await form.AddAsync(section, withFiles, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw EndpointException.Invalid(null, "The form could not be read: it breaks off, or a part's head is too large.", "invalid_form");
        }

        return form;
    }

    private async Task AddAsync(MultipartSection section, bool withFiles, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || HeaderUtilities.RemoveQuotes(disposition.Name).ToString() is not { Length: > 0 } name)
        {
            throw EndpointException.Invalid(null, "A part of the form has no name.", "invalid_form");
        }

        var fileName = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
        if (disposition.FileName.HasValue || disposition.FileNameStar.HasValue)
        {
            Files.Add(new(name, fileName, section.ContentType, withFiles ? await ReadAsync(section.Body, int.MaxValue, name, cancellationToken).ConfigureAwait(false) : default));
            return;
        }

        var text = await ReadAsync(section.Body, MaxTextBytes, name, cancellationToken).ConfigureAwait(false);
        Texts.Add((name, Encoding.UTF8.GetString(text.Span)));
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream content, int maxBytes, string name, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            if (copy.Length > maxBytes)
            {
                throw EndpointException.Invalid(name, $"The field '{name}' is larger than {maxBytes} bytes.", "string_above_max_length");
            }
        }

        return copy.ToArray();
    }

    private static string BoundaryOf(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw EndpointException.Invalid(null, $"Found the content type '{contentType}'; send multipart/form-data.", "invalid_content_type");
        }

        return HeaderUtilities.RemoveQuotes(type.Boundary).ToString() is { Length: > 0 and <= 70 } boundary
            ? boundary
            : throw EndpointException.Invalid(null, "The content type names no boundary of at most 70 characters.", "invalid_content_type");
    }
}
