using System.Globalization;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>Where in a request the reader stands, in Anthropic's words (<c>messages.0.content.1</c>). It becomes a text only when something is wrong there.</summary>
/// <param name="Root">The member of the body.</param>
/// <param name="Item">The item in it, or -1.</param>
/// <param name="Block">The block in the item's content, or -1.</param>
/// <param name="Inner">The block in that block's content, or -1.</param>
internal readonly record struct MessagesPlace(string Root, int Item = -1, int Block = -1, int Inner = -1)
{
    public EndpointException Missing(string member) => EndpointException.Invalid(Of(member), "Field required", "missing_required_parameter");

    public EndpointException Wrong(string? member, string message) => EndpointException.Invalid(Of(member), message);

    public string Of(string? member)
    {
        var text = Root;
        if (Item >= 0)
        {
            text += Number(Item);
        }

        if (Block >= 0)
        {
            text += (Item >= 0 ? ".content" : string.Empty) + Number(Block);
        }

        if (Inner >= 0)
        {
            text += ".content" + Number(Inner);
        }

        return member is null ? text : text.Length == 0 ? member : text + "." + member;
    }

    private static string Number(int number) => "." + number.ToString(CultureInfo.InvariantCulture);
}
