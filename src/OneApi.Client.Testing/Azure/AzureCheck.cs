using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Azure;

/// <summary>What Azure demands beyond OpenAI: a version that it knows, and no member that the version doesn't.</summary>
internal static class AzureCheck
{
    /// <summary>The versions that protocols/azure.md names, those of its recordings, and the oldest that took few inputs.</summary>
    private static readonly string[] Versions =
    [
        "2023-03-15-preview", "2023-05-15", "2024-02-01", "2024-06-01", "2024-09-01-preview", "2024-10-21",
        "2024-12-01-preview", "2025-01-01-preview", "2025-03-01-preview", "2025-04-01-preview",
    ];

    private static readonly string[] V1Versions = ["preview", "latest", "v1"];

    private static readonly string[] FoundryMembers =
    [
        "model", "messages", "stream", "stream_options", "temperature", "top_p", "max_tokens", "max_completion_tokens", "frequency_penalty", "presence_penalty",
        "response_format", "stop", "tools", "tool_choice", "parallel_tool_calls", "seed", "reasoning_effort", "modalities", "input", "dimensions", "encoding_format", "input_type",
    ];

    /// <summary>Refuses a request without the version that its form demands, or with one that nobody knows.</summary>
    public static void RequireVersion(FakeRequest request)
    {
        var isV1 = AzurePath.IsV1(request);
        var known = isV1 ? V1Versions : AzurePath.IsFoundry(request) ? ["2024-05-01-preview", .. Versions] : Versions;

        if (!request.Query.TryGetValue("api-version", out var version))
        {
            if (!isV1)
            {
                throw new RequestRefusedException(WireErrorKind.NotFound, null, null, null);
            }

            return;
        }

        if (!known.Contains(version))
        {
            throw new RequestRefusedException(WireErrorKind.Coded, null, null, AzureErrorWriter.UnsupportedVersion);
        }
    }

    /// <summary>Members that came with later versions are unknown to earlier ones.</summary>
    public static void RefuseLaterMembers(FakeRequest request)
    {
        if (IsBefore(request, "2024-09-01"))
        {
            foreach (var name in (ReadOnlySpan<string>)["stream_options", "max_completion_tokens", "reasoning_effort"])
            {
                if (request.Json.Member(name).Exists())
                {
                    throw RequestRefusedException.Invalid($"Unrecognized request argument supplied: {name}");
                }
            }
        }
    }

    /// <summary>Foundry refuses what it does not know, unless it is told to drop it or to pass it on.</summary>
    public static void RefuseExtraParameters(FakeRequest request)
    {
        if (!AzurePath.IsFoundry(request) || !request.Json.IsObject() || request.Headers.GetValueOrDefault("extra-parameters") is "drop" or "pass-through")
        {
            return;
        }

        if (request.Json.EnumerateObject().Select(static member => member.Name).FirstOrDefault(static name => !FoundryMembers.Contains(name)) is { } extra)
        {
            throw RequestRefusedException.Invalid($"Extra parameters ['{extra}'] are not allowed when extra-parameters is not set or set to be 'error'. Set extra-parameters to 'pass-through' to pass to the model.", null, "unknown_parameter");
        }
    }

    /// <summary>The oldest versions took 16 texts at once.</summary>
    public static void RefuseManyInputs(FakeRequest request)
    {
        if (IsBefore(request, "2024-02-01") && request.Json.Member("input").Items().Skip(16).Any())
        {
            throw RequestRefusedException.Invalid("Too many inputs. The max number of inputs is 16. We hope to increase the number of inputs per request soon.");
        }
    }

    private static bool IsBefore(FakeRequest request, string date)
        => AzurePath.DeploymentOf(request) is not null && string.CompareOrdinal(request.Query.GetValueOrDefault("api-version"), date) < 0;
}
