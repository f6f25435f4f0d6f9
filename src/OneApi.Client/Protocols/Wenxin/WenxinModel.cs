namespace OneApi.Client.Protocols.Wenxin;

/// <summary>One row of the table of models.</summary>
/// <param name="Name">The name that people use, compared without regard to case.</param>
/// <param name="Endpoint">The last segment of its address.</param>
/// <param name="MaxOutputTokens">The largest <c>max_output_tokens</c>, where the page names one.</param>
internal sealed record WenxinModel(string Name, string Endpoint, int? MaxOutputTokens = null);
