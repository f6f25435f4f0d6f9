namespace OneApi.Client.Testing.Serving;

/// <summary>What a fake accepts.</summary>
/// <param name="ApiKey">The key, or the id of the key where requests are signed.</param>
/// <param name="SecretKey">What requests are signed with, or what a token is issued for together with the key; empty where the provider has none.</param>
/// <param name="AppId">The application's id; empty where the provider has none.</param>
internal sealed record FakeKeys(string ApiKey, string SecretKey, string AppId);
