using System.Text.Json;
using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Tencent;

/// <summary>What the image actions refuse before they make anything.</summary>
internal static class HunyuanImageCheck
{
    private const int LongestPromptOfLite = 256;
    private const int LongestPromptOfJob = 1024;
    private static readonly string[] LiteMembers = ["Prompt", "NegativePrompt", "Style", "Resolution", "LogoAdd", "LogoParam", "RspImgType"];
    private static readonly string[] JobMembers = ["Prompt", "NegativePrompt", "Style", "Resolution", "Num", "Clarity", "ContentImage", "Revise", "Seed", "LogoAdd", "LogoParam"];
    private static readonly string[] QueryMembers = ["JobId"];

    public static void CheckLite(JsonElement body)
    {
        CheckMembers(body, LiteMembers);
        CheckPrompt(body, LongestPromptOfLite);
        if (body.Member("RspImgType") is var type && type.Exists() && type.TextOrNull() is not ("url" or "base64"))
        {
            throw Invalid("RspImgType must be url or base64.");
        }
    }

    public static void CheckJob(JsonElement body)
    {
        CheckMembers(body, JobMembers);
        CheckPrompt(body, LongestPromptOfJob);
        if (body.Member("Num") is var number && number.Exists() && number.Int32OrNull() is not (>= 1 and <= 4))
        {
            throw Invalid("Num must be 1 to 4.");
        }
    }

    public static string JobIdOf(JsonElement body)
    {
        CheckMembers(body, QueryMembers);

        return body.Member("JobId").TextOrNull() is { Length: > 0 } id ? id : throw Missing("JobId");
    }

    /// <summary>Width and height, with a colon between.</summary>
    public static (int Width, int Height) SizeOf(JsonElement body, int usual)
    {
        var resolution = body.Member("Resolution");

        return !resolution.Exists() ? (usual, usual) : ImageSize.Parse(resolution.TextOrNull(), ':') ?? throw Invalid("Resolution must be like 768:768.");
    }

    private static void CheckMembers(JsonElement body, string[] known)
    {
        if (!body.IsObject())
        {
            throw HunyuanCheck.Refused("InvalidRequest", "The request body is not valid JSON.");
        }

        foreach (var member in body.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                throw HunyuanCheck.Refused("UnknownParameter", $"The parameter `{member.Name}` is not recognized.");
            }
        }
    }

    private static void CheckPrompt(JsonElement body, int longest)
    {
        if (body.Member("Prompt").TextOrNull() is not { Length: > 0 } prompt)
        {
            throw Missing("Prompt");
        }

        if (prompt.EnumerateRunes().Count() > longest)
        {
            throw Invalid($"Prompt must be {longest} characters or less.");
        }
    }

    private static RequestRefusedException Missing(string name) => HunyuanCheck.Refused("MissingParameter", $"The request is missing the required parameter `{name}`.");

    private static RequestRefusedException Invalid(string message) => HunyuanCheck.Refused("InvalidParameterValue", message);
}
