using OneApi.Client.Channels;

namespace OneApi.Client.Routing;

/// <summary>A channel that could serve a model, and the name that the model has on its wire.</summary>
internal sealed record Candidate(Channel Channel, string PublicModel, string WireModel);
