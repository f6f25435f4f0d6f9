namespace OneApi.Client;

/// <summary>A ComfyUI workflow that stands for a model: the graph, and where in it the settings of a call go.</summary>
/// <remarks>Not thread-safe. Changes after start-up take effect only through live configuration; an edited <see cref="File"/> is read when the configuration changes.</remarks>
public sealed class WorkflowConfig
{
    /// <summary>Gets or sets the path of a file with the workflow in API format (in ComfyUI: Workflow, Export (API)); a relative one begins at the current directory.</summary>
    /// <value>The default is <see langword="null"/>: the workflow is in <see cref="Json"/>.</value>
    public string? File { get; set; }

    /// <summary>Gets or sets the workflow itself, as JSON text in API format.</summary>
    /// <value>The default is <see langword="null"/>: the workflow is in <see cref="File"/>.</value>
    public string? Json { get; set; }

    /// <summary>
    /// Gets or sets which input of which node (<c>6.text</c>) takes what: <c>prompt</c> (required), <c>negative_prompt</c>, <c>seed</c>,
    /// <c>width</c>, <c>height</c>, <c>count</c>, <c>image</c>, <c>image2</c> and so on for images to begin with. Any other name takes the
    /// value that a call's AdditionalProperties have under it (<c>steps</c>, <c>cfg</c>, …).
    /// </summary>
    public IDictionary<string, string> Inputs { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets the node whose images are the answer.</summary>
    /// <value>The default is <see langword="null"/>: every node that saves images.</value>
    public string? Output { get; set; }
}
