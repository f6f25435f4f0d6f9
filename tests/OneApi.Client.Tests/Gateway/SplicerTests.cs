using CsCheck;
using Microsoft.Extensions.AI;
using OneApi.Client.Gateway;

namespace OneApi.Client.Tests.Gateway;

public class SplicerTests
{
    private static ChatResponseUpdate Text(string text) => new(ChatRole.Assistant, text) { ResponseId = "new", MessageId = "new" };

    private static readonly ChatResponseUpdate Last = new() { ResponseId = "old", MessageId = "old" };

    /// <summary>However an answer is cut and however the same answer is sliced anew: old and new make it whole, nothing twice.</summary>
    [Fact]
    public void TheSameAnswer_IsWhole_WhereverItIsCutAndSliced() =>
        (from text in Gen.String[1, 60]
         from cut in Gen.Int[0, text.Length]
         from slices in Gen.Int[1, 7].Array[1, 60]
         select (text, cut, slices)).Sample(static one =>
        {
            var splicer = new Splicer(one.text[..one.cut], "", Last);
            var shown = one.text[..one.cut];
            for (int at = 0, i = 0; at < one.text.Length; i++)
            {
                var length = Math.Min(one.slices[i % one.slices.Length], one.text.Length - at);
                var update = Text(one.text.Substring(at, length));
                if (!splicer.Fits(update))
                {
                    return false;
                }

                shown += update.Text;
                at += length;
            }

            return shown == one.text && splicer.IsThrough;
        });

    [Fact]
    public void AnotherAnswer_EndsAtTheFirstDifference()
    {
        var splicer = new Splicer("Paris is", "", Last);

        Assert.True(splicer.Fits(Text("Par")));
        Assert.False(splicer.Fits(Text("t of")));
    }

    [Fact]
    public void AShorterAnswer_DoesNotFit_AtItsEnd()
    {
        var splicer = new Splicer("Paris is", "", Last);
        splicer.Fits(Text("Paris"));

        Assert.False(splicer.Fits(new() { FinishReason = ChatFinishReason.Stop }));
    }

    [Fact]
    public void AToolCall_BeforeTheTextIsRepeated_DoesNotFit() =>
        Assert.False(new Splicer("Paris", "", Last).Fits(new() { Contents = [new FunctionCallContent("1", "f")] }));

    [Fact]
    public void Thoughts_AreRepeatedLikeText()
    {
        var splicer = new Splicer("Pa", "hm", Last);
        var thought = new ChatResponseUpdate { Contents = [new TextReasoningContent("hm")] };
        var more = Text("Paris");

        Assert.True(splicer.Fits(thought));
        Assert.True(splicer.Fits(more));

        Assert.Empty(thought.Contents);
        Assert.Equal("ris", more.Text);
    }

    [Fact]
    public void OtherThoughts_BehindTextThatWasShown_DoNotFit() =>
        Assert.False(new Splicer("Pa", "hm", Last).Fits(new() { Contents = [new TextReasoningContent("hm, well")] }));

    [Fact]
    public void TheMessage_KeepsItsIds()
    {
        var update = Text("Paris");
        new Splicer("", "", Last).Fits(update);

        Assert.Equal(("old", "old"), (update.ResponseId, update.MessageId));
    }
}
