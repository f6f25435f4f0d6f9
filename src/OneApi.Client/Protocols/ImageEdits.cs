namespace OneApi.Client.Protocols;

/// <summary>How a server of OpenAI's image wire takes the images of an edit.</summary>
internal enum ImageEdits
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As files of a form at <c>/images/edits</c>, and nothing else.</summary>
    Form,

    /// <summary>As files of a form, or as JSON where an image is an address or a file's id (OpenAI).</summary>
    FormOrJson,

    /// <summary>As JSON at <c>/images/edits</c>, each with its type and address (xAI).</summary>
    TypedJson,

    /// <summary>As a member of the generation request: an address, or a list of them (Seedream, SiliconFlow, Qianfan).</summary>
    Member,
}
