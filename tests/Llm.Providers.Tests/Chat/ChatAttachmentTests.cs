using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Providers.Tests.Chat;

public class ChatAttachmentTests : ServerTest
{
    [Fact]
    public async Task An_image_goes_as_a_data_address() => (await ContentAsync("look", Attachment.FromBytes(SampleFiles.Png))).ShouldBeJson(
        $$$"""
        [{"type": "text", "text": "look"},
         {"type": "image_url", "image_url": {"url": "data:image/png;base64,{{{SampleFiles.Base64(SampleFiles.Png)}}}"}}]
        """);

    [Fact]
    public async Task An_image_at_an_address_stays_there()
    {
        (await ContentAsync("", Attachment.FromUrl("https://example.org/a.png", "image/png"), "high")).ShouldBeJson(
            """[{"type": "image_url", "image_url": {"url": "https://example.org/a.png", "detail": "high"}}]""");
    }

    [Fact]
    public async Task The_type_of_an_image_at_an_address_is_asked_of_its_server()
    {
        await using var files = await FakeServer.StartAsync(_ => new FakeReply().WithHeader("Content-Type", "image/webp"));
        var url = files.BaseAddress + "/picture";
        (await ContentAsync("", Attachment.FromUrl(url))).ShouldBeJson($$$"""[{"type": "image_url", "image_url": {"url": "{{{url}}}"}}]""");
        var request = files.Requests.ShouldHaveSingleItem();
        request.Method.ShouldBe("HEAD");
        request.Header("Authorization").ShouldBeNull();
    }

    [Fact]
    public async Task A_document_goes_as_a_file() => (await ContentAsync("read", Attachment.FromBytes(SampleFiles.Pdf))).ShouldBeJson(
        $$$"""
        [{"type": "text", "text": "read"},
         {"type": "file", "file": {"filename": "{{{SampleFiles.Hash(SampleFiles.Pdf)}}}.pdf",
                                   "file_data": "data:application/pdf;base64,{{{SampleFiles.Base64(SampleFiles.Pdf)}}}"}}]
        """);

    [Fact]
    public async Task A_document_at_an_address_is_fetched()
    {
        await using var files = await FakeServer.StartAsync(_ => FakeReply.Bytes(SampleFiles.Pdf, "application/pdf"));
        var content = await ContentAsync("", Attachment.FromUrl(files.BaseAddress + "/a.pdf", "application/pdf"));
        content[0]!["file"]!["file_data"]!.GetValue<string>()
            .ShouldBe("data:application/pdf;base64," + SampleFiles.Base64(SampleFiles.Pdf));
    }

    [Theory]
    [InlineData("wav")]
    [InlineData("mp3")]
    public async Task Sound_goes_as_bytes(string format)
    {
        var bytes = format == "wav" ? SampleFiles.Wav : SampleFiles.Mp3;
        (await ContentAsync("hear", Attachment.FromBytes(bytes, format == "wav" ? "audio/wav" : "audio/mpeg"))).ShouldBeJson(
            $$$"""
            [{"type": "text", "text": "hear"},
             {"type": "input_audio", "input_audio": {"data": "{{{SampleFiles.Base64(bytes)}}}", "format": "{{{format}}}"}}]
            """);
    }

    [Fact]
    public async Task An_attachment_that_cannot_be_fetched_is_an_error_for_the_user()
    {
        await using var files = await FakeServer.StartAsync(_ => FakeReply.Error(404, "gone"));
        var url = files.BaseAddress + "/a.pdf";
        (await Should.ThrowAsync<LlmException>(
            () => ContentAsync("", Attachment.FromUrl(url, "application/pdf")))).Message.ShouldContain(url);
        Server.Requests.ShouldBeEmpty();
    }

    private async Task<JsonNode> ContentAsync(string text, Attachment attachment, string? detail = null)
    {
        var options = detail is null ? [] : new JsonObject { ["image_detail"] = detail };
        var body = await BodyAsync(Chat(), text, new PromptOptions { Key = Key, Attachments = [attachment] }.With(options));
        return body["messages"]![0]!["content"]!;
    }
}
