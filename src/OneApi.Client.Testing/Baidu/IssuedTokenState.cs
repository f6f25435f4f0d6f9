namespace OneApi.Client.Testing.Baidu;

/// <summary>What a token is to the fake that is shown it.</summary>
internal enum IssuedTokenState
{
    Unknown,
    Good,
    Expired,
}
