namespace OneApi.Client.Protocols.ComfyUI;

/// <summary>A file that a run has written.</summary>
/// <param name="Node">The node that wrote it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Its folder below the type's own.</param>
/// <param name="Type">Where it stands: <c>output</c>, or <c>temp</c> for a preview.</param>
internal sealed record ComfyUIFile(string Node, string Name, string Folder, string Type)
{
    public string Query => $"?filename={Uri.EscapeDataString(Name)}&subfolder={Uri.EscapeDataString(Folder)}&type={Uri.EscapeDataString(Type)}";
}
