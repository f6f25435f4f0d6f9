namespace OneApi.Client.Testing.Spark;

/// <summary>Which of the vendor's services a path belongs to: each has its own way to be asked and to say no.</summary>
internal enum SparkService
{
    None,

    /// <summary>Chat over a socket, and the image service.</summary>
    Socket,

    /// <summary>OpenAI's shape, with an APIPassword.</summary>
    Http,

    /// <summary>The same with an issued token.</summary>
    TokenChat,

    /// <summary>What issues the token.</summary>
    Token,

    Embeddings,
}
