using System.Text;
using OneApi.Client.Relays;

namespace OneApi.Client.Tests.Relays;

public sealed class FormBodyTests
{
    [Theory]
    [InlineData("m")]
    [InlineData("whisper-large-v3-turbo")]
    [InlineData("模型")]
    public void With_ChangesTheBytesOfTheModelAndNoOther(string wireModel)
    {
        var content = RelayContent.Read(RelayBodies.FormOf("public"), RelayBodies.Form);

        Assert.Equal(RelayBodies.FormOf(wireModel), content.With(wireModel));
        Assert.Equal(RelayBodies.FormOf("public"), content.With("public"));
    }

    [Fact]
    public void Read_KnowsTheFilesSizeTheTextAndTheWishForEvents()
    {
        var content = RelayContent.Read(RelayBodies.FormOf("m", events: true), RelayBodies.Form);

        Assert.Equal(RelayBodies.Sound.Length, content.FileBytes);
        Assert.Equal(["names: Ann"], content.Texts);
        Assert.True(content.WantsEvents);
        Assert.False(RelayContent.Read(RelayBodies.FormOf("m"), RelayBodies.Form).WantsEvents);
    }

    [Fact]
    public void With_SeveralModels_ChangesThemAll()
    {
        const string Two = "--b\r\nContent-Disposition: form-data; name=model\r\n\r\none\r\n--b\r\ncontent-disposition:form-data;name=\"model\"; filename=\"x\"\r\n\r\nother\r\n--b--";

        Assert.Equal(
            "--b\r\nContent-Disposition: form-data; name=model\r\n\r\nwire\r\n--b\r\ncontent-disposition:form-data;name=\"model\"; filename=\"x\"\r\n\r\nwire\r\n--b--",
            With(Two, "wire"));
    }

    [Fact]
    public void With_NoModel_PutsOneInFront()
    {
        const string None = "preamble\r\n--b \r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nxx\r\n--b--\r\nepilogue";

        Assert.Equal("preamble\r\n--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwire\r\n" + None["preamble\r\n".Length..], With(None, "wire"));
    }

    /// <summary>Whatever a server could read in another way than the gateway, so that it would find another model than the one that was allowed.</summary>
    [Theory]
    [InlineData("--b\nContent-Disposition: form-data; name=\"model\"\n\none\n--b--")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\none\n--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ntwo\r\n--b--")]
    [InlineData("--b\r\nContent-Disposition: form-data; name*=utf-8''model\r\n\r\none\r\n--b--")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"mo\\del\"\r\n\r\none\r\n--b--")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"x\"; name=\"model\"\r\n\r\none\r\n--b--")]
    [InlineData("--b\r\nContent-Disposition: form-data;\r\n name=\"model\"\r\n\r\none\r\n--b--")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"x\"\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\none\r\n--b--")]
    [InlineData("--b\r\nContent-Type: text/plain\r\n\r\none\r\n--b--")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\none")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\none\r\n--bc\r\n\r\n\r\n--b--")]
    [InlineData("no form")]
    [InlineData("")]
    public void Read_WhatServersReadInDifferentWays_IsRefused(string body)
    {
        var error = Assert.Throws<OneApiException>(() => With(body, "wire"));

        Assert.Equal((OneApiErrorKind.InvalidRequest, "invalid_body"), (error.Kind, error.ProviderCode));
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901234567890123456789x")]
    public void Read_WithoutABoundary_IsRefused(string contentType) =>
        Assert.Equal(OneApiErrorKind.InvalidRequest, Assert.Throws<OneApiException>(() => RelayContent.Read(RelayBodies.FormOf("m"), contentType)).Kind);

    [Fact]
    public void With_ANameOfTwoLines_IsRefused() =>
        Assert.Throws<OneApiException>(() => With("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\none\r\n--b--", "a\r\n--b--"));

    private static string With(string body, string model) => Encoding.UTF8.GetString(RelayContent.Read(Encoding.UTF8.GetBytes(body), "multipart/form-data; boundary=b").With(model));
}
