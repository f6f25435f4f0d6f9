using System.Text.Json;
using OneApi.Client.Testing.Answering;

namespace OneApi.Client.Testing.Serving;

/// <summary>One request on its way through a wire's endpoint.</summary>
internal sealed class WireCall(ProviderWire wire, FakeRequest request, FakeProviderOptions options, FakeReply? script, bool isEmptied)
{
    public FakeRequest Request { get; } = request;

    public JsonElement Json => Request.Json;

    public FakeProviderOptions Options { get; } = options;

    /// <summary>Gets whether the answer is to be a success with nothing in it.</summary>
    public bool IsEmptied { get; } = isEmptied;

    public long UnixSeconds => Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();

    public string NextId(string prefix) => wire.NextId(prefix);

    /// <summary>Refuses a model that the test did not list.</summary>
    public void RequireKnownModel()
    {
        if (Options.Models.Count > 0 && !Options.Models.Contains(Request.Model ?? ""))
        {
            throw new RequestRefusedException(WireErrorKind.ModelNotFound, null, "model", null);
        }
    }

    /// <summary>The scripted answer, else the natural one.</summary>
    public ChatAnswer Answer(Conversation conversation, string answerIdPrefix, string callIdPrefix)
        => ChatAnswer.Create(this, script ?? NaturalReply.To(conversation), conversation, answerIdPrefix, callIdPrefix);
}
