using System.Text;
using OneApi.Client.Errors;
using Xunit;

namespace OneApi.Client.Tests.Errors;

public class ErrorTextTests
{
    [Theory]
    [InlineData("Rate limit reached. Please try again in 20s.", 20_000)]
    [InlineData("Please try again in 1.5s. Visit …", 1_500)]
    [InlineData("Please try again in 120ms.", 120)]
    [InlineData("Please try again in 6m0s.", 360_000)]
    [InlineData("Please try again in 1h2m3s.", 3_723_000)]
    [InlineData("Please retry after 26 seconds.", 26_000)]
    [InlineData("request reached max concurrency: 1, please try again after 1 seconds", 1_000)]
    [InlineData("Try again in 2 minutes", 120_000)]
    public void WaitIn_TextThatNamesAWait(string message, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), ErrorText.WaitIn(message));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Please try again later.")]
    [InlineData("Retry the request with fewer tokens: 8000")]
    public void WaitIn_TextWithoutAWait_IsNull(string? message) => Assert.Null(ErrorText.WaitIn(message));

    [Theory]
    [InlineData("12ms", 12)]
    [InlineData("0s", 0)]
    [InlineData("1.5s", 1_500)]
    [InlineData("6m0s", 360_000)]
    [InlineData("1h2m3s", 3_723_000)]
    [InlineData("26", 26_000)]
    public void GoDuration_ReadsEveryForm(string text, int milliseconds) => Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), ErrorText.GoDuration(text));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("999999999999s")]
    [InlineData("99999999h99999999h99999999h")]
    public void GoDuration_OfAnythingElse_IsNull(string text) => Assert.Null(ErrorText.GoDuration(text));

    [Theory]
    [InlineData("Incorrect API key provided: sk-proj-abcDEF123456.", "abcDEF")]
    [InlineData("Incorrect API key provided: gsk_abcDEF123456", "abcDEF")]
    [InlineData("bad key xai-abcDEF123456", "abcDEF")]
    [InlineData("bad key nvapi-abcDEF123456", "abcDEF")]
    [InlineData("bad key hf_abcDEF123456", "abcDEF")]
    [InlineData("bad key r8_abcDEF123456", "abcDEF")]
    [InlineData("bad key pplx-abcDEF123456", "abcDEF")]
    [InlineData("bad key AIzaSyabcDEF123456", "abcDEF")]
    [InlineData("header Authorization: Bearer abcDEF123456 refused", "abcDEF")]
    [InlineData("GET https://x.test/v1?key=abcDEF123456&alt=sse", "abcDEF")]
    [InlineData("POST https://x.test/chat?access_token=24.abcDEF123456", "abcDEF")]
    [InlineData("token eyJhbGciOiJIUzI1NiJ9.eyJhcGlfa2V5IjoiYWJjREVGIn0.abcDEF123456", "eyJ")]
    public void Clean_TakesOutKeys(string message, string secret)
    {
        var clean = ErrorText.Clean(message);

        Assert.NotNull(clean);
        Assert.DoesNotContain(secret, clean, StringComparison.Ordinal);
        Assert.Contains("***", clean, StringComparison.Ordinal);
    }

    [Fact]
    public void Clean_TakesOutTheGivenSecrets() =>
        Assert.Equal("key *** refused", ErrorText.Clean("key 0a1b.2c3d refused", null, "0a1b.2c3d"));

    /// <summary>A text that was cut within a secret still shows the beginning of it.</summary>
    [Fact]
    public void Clean_TakesOutTheBeginningOfASecret_WhereTheTextWasCut()
    {
        var cut = ErrorText.Clean(new string('x', ErrorText.MaxLength - 12) + "0a1b2c3d4e5f6g7h")!;

        Assert.Equal(new string('x', ErrorText.MaxLength - 12) + "***", ErrorText.Clean(cut, "0a1b2c3d4e5f6g7h"));
        Assert.Equal("ends in 0a1b2c3", ErrorText.Clean("ends in 0a1b2c3", "0a1b2c3d4e5f6g7h")); // tells nothing
    }

    [Fact]
    public void Clean_LeavesOtherWordsAlone()
    {
        const string Message = "The model `task-force-1` does not exist; max_tokens must be ≤ 4096.";

        Assert.Equal(Message, ErrorText.Clean(Message));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \n")]
    public void Clean_OfNothing_IsNull(string? message) => Assert.Null(ErrorText.Clean(message));

    [Fact]
    public void Clean_CutsToLength_NotThroughACharacter()
    {
        var clean = ErrorText.Clean(new string('x', ErrorText.MaxLength - 1) + "😀😀");

        Assert.Equal(new string('x', ErrorText.MaxLength - 1), clean);
    }

    [Theory]
    [InlineData("<html><head><title>504 Gateway Time-out</title></head><body>…</body></html>", "504 Gateway Time-out")]
    [InlineData("404 page not found\n", "404 page not found")]
    [InlineData("", null)]
    public void OfBody_AnHtmlPageIsItsTitle(string body, string? expected) => Assert.Equal(expected, ErrorText.OfBody(Encoding.UTF8.GetBytes(body)));
}
