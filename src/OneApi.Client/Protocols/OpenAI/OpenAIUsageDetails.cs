using System.Text;
using System.Text.Json;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>The two objects of usage details, and the paths of their usual members, made once (protocols/openai.md §8).</summary>
internal sealed class OpenAIUsageDetails
{
    private static readonly string[] UsualMembers =
    [
        "audio_tokens", "text_tokens", "image_tokens", "cache_write_tokens", "accepted_prediction_tokens", "rejected_prediction_tokens",
    ];

    private static readonly OpenAIUsageDetails[] All =
    [
        new("prompt_tokens_details", isInput: true),
        new("completion_tokens_details", isInput: false),
        new("input_tokens_details", isInput: true),
        new("output_tokens_details", isInput: false),
    ];

    private readonly string _name;
    private readonly byte[] _utf8Name;
    private readonly (byte[] Member, string Path)[] _paths;

    private OpenAIUsageDetails(string name, bool isInput)
    {
        _name = name;
        _utf8Name = Encoding.UTF8.GetBytes(name);
        _paths = [.. UsualMembers.Select(member => (Encoding.UTF8.GetBytes(member), name + "." + member))];
        IsInput = isInput;
    }

    public bool IsInput { get; }

    /// <summary>The details whose name the reader is at, or null.</summary>
    public static OpenAIUsageDetails? Find(ref Utf8JsonReader reader)
    {
        foreach (var details in All)
        {
            if (reader.ValueTextEquals(details._utf8Name))
            {
                return details;
            }
        }

        return null;
    }

    /// <summary>The path of the member whose name the reader is at.</summary>
    public string PathOf(ref Utf8JsonReader reader, out bool isUsual)
    {
        foreach (var (member, path) in _paths)
        {
            if (reader.ValueTextEquals(member))
            {
                isUsual = true;
                return path;
            }
        }

        isUsual = false;
        return _name + "." + JsonRead.Text(ref reader);
    }
}
