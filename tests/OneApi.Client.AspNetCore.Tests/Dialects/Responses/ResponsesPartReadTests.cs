using Microsoft.Extensions.AI;
using static OneApi.Client.AspNetCore.Tests.Dialects.Responses.ResponsesWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Responses;

/// <summary>Each kind of content part (protocols/openai-responses.md §3).</summary>
public class ResponsesPartReadTests
{
    [Fact]
    public void Read_AnImageByAddress_KeepsAddressAndDetail()
    {
        var image = Assert.IsType<UriContent>(Part("""{"type":"input_image","image_url":"https://example.com/a.png","detail":"high"}"""));

        Assert.Equal("https://example.com/a.png", image.Uri.OriginalString);
        Assert.True(image.HasTopLevelMediaType("image"));
        Assert.Equal("high", image.AdditionalProperties!["detail"]);
    }

    [Fact]
    public void Read_AnImageAsDataUrl_IsItsData()
    {
        var image = Assert.IsType<DataContent>(Part("""{"type":"input_image","image_url":"data:image/jpeg;base64,AQID","detail":"auto"}"""));

        Assert.Equal("image/jpeg", image.MediaType);
        Assert.Equal([1, 2, 3], image.Data.ToArray());
        Assert.Null(image.AdditionalProperties);
    }

    [Fact]
    public void Read_AnImageById_IsAHostedImage()
    {
        var image = Assert.IsType<HostedFileContent>(Part("""{"type":"input_image","file_id":"file-1"}"""));

        Assert.Equal("file-1", image.FileId);
        Assert.True(image.HasTopLevelMediaType("image"));
    }

    [Fact]
    public void Read_AFileAsDataUrl_KeepsItsName()
    {
        var file = Assert.IsType<DataContent>(Part("""{"type":"input_file","filename":"menu.pdf","file_data":"data:application/pdf;base64,AQID"}"""));

        Assert.Equal(("application/pdf", "menu.pdf"), (file.MediaType, file.Name));
    }

    [Fact]
    public void Read_AFileAsBase64_IsWhatItsNameSays() =>
        Assert.Equal("application/pdf", Assert.IsType<DataContent>(Part("""{"type":"input_file","filename":"menu.pdf","file_data":"AQID"}""")).MediaType);

    [Fact]
    public void Read_AFileByAddress_IsWhatItsAddressSays()
    {
        var file = Assert.IsType<UriContent>(Part("""{"type":"input_file","file_url":"https://example.com/letters/2024.pdf?x=1"}"""));

        Assert.Equal(("application/pdf", "https://example.com/letters/2024.pdf?x=1"), (file.MediaType, file.Uri.OriginalString));
    }

    [Fact]
    public void Read_AFileById_IsHosted()
    {
        var file = Assert.IsType<HostedFileContent>(Part("""{"type":"input_file","file_id":"file-1","filename":"a.csv"}"""));

        Assert.Equal(("file-1", "a.csv"), (file.FileId, file.Name));
    }

    [Theory]
    [InlineData("wav", "audio/wav")]
    [InlineData("mp3", "audio/mpeg")]
    public void Read_Audio_IsItsData(string format, string expected) =>
        Assert.Equal(expected, Assert.IsType<DataContent>(Part($$$"""{"type":"input_audio","input_audio":{"data":"AQID","format":"{{{format}}}"}}""")).MediaType);

    [Fact]
    public void Read_AnAnswersAnnotations_BecomeCitations()
    {
        var text = Assert.IsType<TextContent>(ReadItems("""
            {"role":"assistant","content":[{"type":"output_text","text":"Ruby is by Matz.","annotations":[
              {"type":"url_citation","start_index":0,"end_index":4,"title":"Ruby","url":"https://ruby-lang.org/"},
              {"type":"file_citation","file_id":"file-1","filename":"a.txt","index":3},
              {"type":"container_file_citation","container_id":"c","file_id":"f","filename":"b","start_index":0,"end_index":1}]}]}
            """)[0].Contents[0]);

        var url = Assert.IsType<CitationAnnotation>(text.Annotations![0]);
        Assert.Equal(("Ruby", "https://ruby-lang.org/"), (url.Title, url.Url!.OriginalString));
        var region = Assert.IsType<TextSpanAnnotatedRegion>(Assert.Single(url.AnnotatedRegions!));
        Assert.Equal((0, 4), (region.StartIndex, region.EndIndex));
        Assert.Equal(("file-1", "a.txt"), (Assert.IsType<CitationAnnotation>(text.Annotations[1]).FileId, ((CitationAnnotation)text.Annotations[1]).Title));
        Assert.Equal(2, text.Annotations.Count);
    }

    [Fact]
    public void Read_ARefusal_IsWhatTheGatewayKnowsAsOne()
    {
        var refusal = Assert.IsType<ErrorContent>(ReadItems("""{"role":"assistant","content":[{"type":"refusal","refusal":"No."}]}""")[0].Contents[0]);

        Assert.Equal(("No.", "Refusal"), (refusal.Message, refusal.ErrorCode));
    }

    private static AIContent Part(string part) => Assert.Single(Assert.Single(ReadItems($$"""{"role":"user","content":[{{part}}]}""")).Contents);
}
