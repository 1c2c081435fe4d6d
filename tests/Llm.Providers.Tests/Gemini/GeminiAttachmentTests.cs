using Llm.Testing;

namespace Llm.Providers.Tests.Gemini;

public class GeminiAttachmentTests : GeminiTest
{
    public static TheoryData<string, string, byte[]> Kinds => new()
    {
        { "image/png", "image/png", SampleFiles.Png },
        { "application/pdf", "application/pdf", SampleFiles.Pdf },
        { "audio/wav", "audio/wav", SampleFiles.Wav },
        { "audio/mpeg", "audio/mp3", SampleFiles.Mp3 },
        { "audio/aiff", "audio/aiff", [.. "FORM"u8, 0, 0, 0, 4, .. "AIFF"u8] },
        { "audio/aac", "audio/aac", [0xff, 0xf1, 0x50, 0x80, 0, 0x1f, 0xfc] },
        { "video/quicktime", "video/quicktime", [0, 0, 0, 20, .. "ftypqt  "u8, 0, 0, 0, 0, .. "qt  "u8] },
        { "video/x-msvideo", "video/avi", [.. "RIFF"u8, 4, 0, 0, 0, .. "AVI "u8] },
        { "text/plain", "text/plain", [.. "Just words."u8] },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_file_is_found_by_its_bytes_and_sent_with_them(string found, string sent, byte[] bytes)
    {
        var attachment = Attachment.FromBytes(bytes);
        attachment.LocalType().ShouldBe(found);
        var body = await SentAsync(NewModel(), "What?", new PromptOptions { Attachments = [attachment] });
        body["contents"].ShouldBeJson(
            $$$"""
            [{"parts": [{"text": "What?"}, {"inlineData": {"mimeType": "{{{sent}}}", "data": "{{{SampleFiles.Base64(bytes)}}}"}}], "role": "user"}]
            """);
    }

    [Theory]
    [InlineData("https://www.youtube.com/watch?v=9o1_DL9uNlM")]
    [InlineData("https://youtube.com/embed/9o1_DL9uNlM")]
    [InlineData("http://youtu.be/9o1_DL9uNlM")]
    public async Task A_video_of_YouTube_is_sent_by_its_address(string url)
    {
        var attachment = Attachment.FromUrl(url, "text/html; charset=utf-8");
        (await SentAsync(NewModel(), null, new PromptOptions { Attachments = [attachment] }))["contents"].ShouldBeJson(
            $$$"""[{"parts": [{"fileData": {"mimeType": "video/youtube", "fileUri": "{{{url}}}"}}], "role": "user"}]""");
    }

    [Fact]
    public async Task Any_other_address_is_fetched()
    {
        var url = $"http://127.0.0.1:{Server.Port}/picture";
        Server.Enqueue(FakeReply.Bytes(SampleFiles.Png, "image/png"));
        var body = await SentAsync(NewModel(), "x", new PromptOptions { Attachments = [Attachment.FromUrl(url, "image/png")] });
        body["contents"]![0]!["parts"]![1]!["inlineData"]!["data"]!.GetValue<string>().ShouldBe(SampleFiles.Base64(SampleFiles.Png));
    }

    [Theory]
    [InlineData("image/gif")]
    [InlineData("audio/mp4")]
    [InlineData("application/zip")]
    public void Another_type_is_refused_by_its_name(string type)
    {
        var options = new PromptOptions { Attachments = [Attachment.FromBytes("x"u8.ToArray(), type)] };
        Should.Throw<LlmException>(() => NewModel().Ask("x", options)).Message.ShouldStartWith(
            $"This model does not support attachments of type '{type}', only application/ogg, application/pdf, audio/aac");
    }

    [Fact]
    public async Task A_type_that_only_the_server_of_an_address_knows_is_refused_too()
    {
        Server.Enqueue(new FakeReply().WithHeader("Content-Type", "image/gif"));
        var options = new PromptOptions { Key = Key, Attachments = [Attachment.FromUrl($"http://127.0.0.1:{Server.Port}/a")] };
        (await Should.ThrowAsync<LlmException>(() => NewModel().PromptAsync("x", options))).Message.ShouldStartWith(
            "This model does not support attachments of type 'image/gif', only text/plain");
        Server.Requests.ShouldHaveSingleItem().Method.ShouldBe("HEAD");
    }
}
