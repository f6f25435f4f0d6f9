using System.Text;

namespace OneApi.Client.Protocols.Spark;

/// <summary>One message on the wire: what neighbours of one role said, joined.</summary>
internal sealed class SparkTurn(string role)
{
    private readonly StringBuilder _text = new();

    /// <summary>Gets or sets the role: <c>system</c>, <c>user</c> or <c>assistant</c>.</summary>
    public string Role { get; set; } = role;

    public string Text => _text.ToString();

    public void Add(string text)
    {
        if (_text.Length > 0)
        {
            _text.Append('\n');
        }

        _text.Append(text);
    }
}
