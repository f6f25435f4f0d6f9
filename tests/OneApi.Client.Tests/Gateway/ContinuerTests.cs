using CsCheck;
using Microsoft.Extensions.AI;
using OneApi.Client.Gateway;
using OneApi.Client.Protocols;

namespace OneApi.Client.Tests.Gateway;

public class ContinuerTests
{
    private const string Long = "The quick brown fox jumps over the lazy dog. ";

    private static readonly Prefill Plain = new();
    private static readonly Prefill Trimmed = new() { SpaceAtEnd = false };
    private static readonly Prefill Repeating = new() { Repeats = true };

    /// <summary>Texts with characters of one to four bytes, and much white space.</summary>
    private static readonly string[] Pieces = ["a", "b", " ", "\n", "é", "段", "🙂", "👩‍🚀"];
    private static readonly Gen<string> Texts = Gen.Int[0, 7].Array[1, 40].Select(static picks => string.Concat(picks.Select(static pick => Pieces[pick])));

    private static readonly ChatResponseUpdate Last = new() { ResponseId = "old", MessageId = "old" };

    private static ChatResponseUpdate Text(string text) => new(ChatRole.Assistant, text) { ResponseId = "new", MessageId = "new" };

    private static Continuer After(string delivered, Prefill? prefill = null, long tokens = 0) => new(new(delivered, prefill ?? Plain) { Tokens = tokens }, Last);

    /// <summary>Wherever a text is cut, in a pair of halves too, and however its rest is sliced: what is sent is whole characters, and old and new make the text.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void TheRest_FollowsWithoutALossOrADouble_WhereverTheTextIsCutAndSliced(bool isTrimmed, bool repeats) =>
        (from text in Texts
         from cut in Gen.Int[1, text.Length]
         from slices in Gen.Int[1, 7].Array[1, 20]
         select (text, cut, slices)).Sample(one =>
        {
            var continuation = new Continuation(one.text[..one.cut], repeats ? Repeating : isTrimmed ? Trimmed : Plain);
            if (continuation.Text.Length == 0)
            {
                return true; // nothing that could be sent
            }

            var continuer = new Continuer(continuation, Last);
            var sent = continuation.Text;
            var answer = repeats ? one.text : one.text[sent.Length..];
            var shown = one.text[..one.cut];
            for (int at = 0, i = 0; at < answer.Length; i++)
            {
                var update = Text(answer.Substring(at, Math.Min(one.slices[i % one.slices.Length], answer.Length - at)));
                at += update.Text.Length;
                if (!continuer.Fits(update))
                {
                    return false;
                }

                shown += update.Text;
            }

            shown += continuer.Rest()?.Text;
            return shown == one.text && continuer.IsThrough && one.text.StartsWith(sent, StringComparison.Ordinal) && HasNoHalves(sent)
                && !(isTrimmed && char.IsWhiteSpace(sent[^1]));
        });

    [Fact]
    public void AShortText_ThatIsSaidOnceMore_IsNoRepetitionByTheServer()
    {
        var update = Text("ha");

        Assert.True(After("ha").Fits(update));

        Assert.Equal("ha", update.Text);
    }

    [Fact]
    public void AShortText_ThatTheServerIsKnownToRepeat_IsLeftOut()
    {
        var update = Text("ha ho");

        Assert.True(After("ha", Repeating).Fits(update));

        Assert.Equal(" ho", update.Text);
    }

    [Fact]
    public void ALongText_ThatComesBackLetterForLetter_IsLeftOut()
    {
        var continuer = After(Long);
        ChatResponseUpdate[] updates = [Text(Long[..20]), Text(Long[20..] + "And"), Text(" then")];

        Assert.All(updates, update => Assert.True(continuer.Fits(update)));

        Assert.Equal("And then", string.Concat(updates.Select(static update => update.Text)));
        Assert.True(continuer.IsThrough);
    }

    [Fact]
    public void ALongText_ThatIsARepetitionItself_IsShownAgain()
    {
        var laughter = string.Concat(Enumerable.Repeat("ha ", 20));
        var update = Text(laughter);

        Assert.True(After(laughter).Fits(update));

        Assert.Equal(laughter, update.Text);
    }

    [Fact]
    public void AnAnswer_ThatOnlyBeginsLikeTheText_IsShownWhole()
    {
        var continuer = After(Long);
        ChatResponseUpdate[] updates = [Text("The quick"), Text(" red"), Text(" fox")];

        Assert.All(updates, update => Assert.True(continuer.Fits(update)));

        Assert.Equal(["", "The quick red", " fox"], updates.Select(static update => update.Text));
    }

    [Fact]
    public void WhatIsHeldBack_IsShownWithTheFinish()
    {
        var continuer = After(Long);
        var finish = new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop };
        continuer.Fits(Text("The quick"));

        Assert.True(continuer.Fits(finish));

        Assert.Equal("The quick", finish.Text);
        Assert.Null(continuer.Rest());
    }

    [Fact]
    public void WhatIsHeldBack_IsShownAtTheEnd_WhereNoFinishCame()
    {
        var continuer = After(Long);
        continuer.Fits(Text("The quick"));

        Assert.False(continuer.IsThrough);
        var rest = continuer.Rest();

        Assert.Equal(("The quick", "old"), (rest!.Text, rest.MessageId));
        Assert.True(continuer.IsThrough);
    }

    [Fact]
    public void WhatIsHeldBack_IsShownBeforeACall()
    {
        var continuer = After(Long);
        var call = new ChatResponseUpdate { Contents = [new FunctionCallContent("1", "f")] };
        continuer.Fits(Text("The quick"));

        Assert.True(continuer.Fits(call));

        Assert.Equal("The quick", Assert.IsType<TextContent>(call.Contents[0]).Text);
        Assert.IsType<FunctionCallContent>(call.Contents[1]);
    }

    [Fact]
    public void WhiteSpace_ThatDoesNotComeAgain_StandsOnce()
    {
        var update = Text("fox");

        Assert.True(After("quick brown ", Trimmed).Fits(update));

        Assert.Equal("fox", update.Text);
    }

    [Fact]
    public void HalfAPair_ThatIsNotCompleted_CanNotBeGoneOnWith() => Assert.False(After("quick \uD83D").Fits(Text("brown")));

    [Fact]
    public void ATextWithHalvesInside_IsNotSent() => Assert.Equal("", new Continuation("quick \uD83D brown", Plain).Text);

    [Fact]
    public void TheTokensOfTheBeginning_AreOutputToTheCaller()
    {
        var update = new ChatResponseUpdate
        {
            Contents = [new UsageContent(new() { InputTokenCount = 30, CachedInputTokenCount = 28, OutputTokenCount = 7, TotalTokenCount = 37 })],
        };

        Assert.True(After(Long, tokens: 10).Fits(update));

        var usage = Assert.IsType<UsageContent>(Assert.Single(update.Contents)).Details;
        Assert.Equal((20, 20, 17, 37), (usage.InputTokenCount, usage.CachedInputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount));
    }

    [Fact]
    public void AUsageThatSaysTooLittle_IsLeftOut()
    {
        var update = new ChatResponseUpdate { Contents = [new UsageContent(new() { OutputTokenCount = 7 })] };

        Assert.True(After(Long, tokens: 10).Fits(update));

        Assert.Empty(update.Contents);
    }

    [Fact]
    public void TheMessage_KeepsItsIds()
    {
        var update = Text("fox");

        After("quick ").Fits(update);

        Assert.Equal(("old", "old"), (update.ResponseId, update.MessageId));
    }

    private static bool HasNoHalves(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && ++i < text.Length && char.IsLowSurrogate(text[i])))
            {
                return false;
            }
        }

        return true;
    }
}
