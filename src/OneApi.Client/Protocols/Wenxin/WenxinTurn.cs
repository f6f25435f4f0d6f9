using System.Text;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Wenxin;

/// <summary>One message as the wire takes it: the user's words, the assistant's words with at most one call, or the result of that call.</summary>
internal sealed class WenxinTurn(string role)
{
    public const string User = "user";
    public const string Assistant = "assistant";
    public const string Function = "function";

    public string Role { get; } = role;

    /// <summary>Gets a value indicating whether it stands where the user's messages stand: first, third, and so on.</summary>
    public bool IsUsers => Role != Assistant;

    public StringBuilder Text { get; } = new();

    /// <summary>Gets or sets the call with which the assistant's turn ends, or null.</summary>
    public FunctionCallContent? Call { get; set; }

    /// <summary>Gets the name of the function whose result this is, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Adds the words of another message of the same role.</summary>
    public void Add(string text)
    {
        if (Text.Length > 0)
        {
            Text.Append('\n');
        }

        Text.Append(text);
    }
}
