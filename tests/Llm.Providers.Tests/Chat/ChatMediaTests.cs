using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Providers.Tests.Chat;

/// <summary>Images and sounds in answers, and what the next request has of them.</summary>
/// <remarks>The forms are those of OpenAI's audio models and of OpenRouter's image models, after their documentation.</remarks>
public class ChatMediaTests : ServerTest
{
    private static readonly string Png = SampleFiles.Base64(SampleFiles.Png);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Images_are_attachments(bool stream)
    {
        var images = $$$"""
            [{"type": "image_url", "image_url": {"url": "data:image/png;base64,{{{Png}}}"}},
             {"type": "image_url", "image_url": {"url": "https://images.example/two.jpg"}},
             {"type": "image_url", "image_url": {"url": "data:image/png;base64,%"}}]
            """.ReplaceLineEndings("");
        Enqueue(stream, $$"""{"role": "assistant", "content": "Here.", "images": {{images}} }""");
        var response = await AskAsync(stream);
        response.Text.ShouldBe("Here.");
        response.Attachments.Select(made => (made.LocalType(), made.Url, made.Content?.Length)).ShouldBe(
            [("image/png", null, SampleFiles.Png.Length), (null, "https://images.example/two.jpg", null)]);
    }

    [Fact]
    public async Task A_sound_is_an_attachment_and_its_transcript_the_text()
    {
        Enqueue(false, $$"""
            {"role": "assistant", "content": null, "audio":
              {"id": "audio_1", "expires_at": 1, "data": "{{SampleFiles.Base64(SampleFiles.Mp3)}}", "transcript": "Hello."} }
            """);
        var response = await AskAsync(stream: false);
        (response.Text, response.Attachments.ShouldHaveSingleItem().LocalType()).ShouldBe(("Hello.", "audio/mpeg"));
        Enqueue(false, """{"role": "assistant", "content": null, "audio": {"data": "//FQgA==", "transcript": ""}}""");
        (await AskAsync(stream: false)).Attachments.ShouldHaveSingleItem().LocalType().ShouldBe("audio/aac");
    }

    [Fact]
    public async Task Samples_in_a_stream_become_one_WAV_file()
    {
        Enqueue(
            true,
            """{"role": "assistant", "content": null, "audio": {"id": "audio_1", "transcript": "Hel"}}""",
            """{"audio": {"data": "AQIDBA=="}}""",
            """{"audio": {"transcript": "lo"}}""",
            """{"audio": {"data": "BQY="}}""",
            """{"audio": {"expires_at": 1}}""");
        var response = await AskAsync(stream: true);
        response.Text.ShouldBe("Hello");
        var sound = response.Attachments.ShouldHaveSingleItem();
        sound.LocalType().ShouldBe("audio/wav");
        byte[] expected =
        [
            .. "RIFF"u8, 42, 0, 0, 0, .. "WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 1, 0, 0xC0, 0x5D, 0, 0, 0x80, 0xBB, 0, 0, 2, 0, 16, 0,
            .. "data"u8, 6, 0, 0, 0, 1, 2, 3, 4, 5, 6,
        ];
        sound.Content!.Value.ToArray().ShouldBe(expected);
        response.RawJson!["content"]!.GetValue<string>().ShouldBe("Hello");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_image_is_sent_with_the_next_message_of_the_user_if_the_model_accepts_images(bool vision)
    {
        Enqueue(false, $$"""{"content": "Here.", "images": [{"image_url": {"url": "data:image/png;base64,{{Png}}"} }]}""");
        var model = Chat(Settings with { Vision = vision });
        var first = await model.PromptAsync("draw", new PromptOptions { Key = Key, Stream = false });
        await first.ReplyAsync("bluer", new PromptOptions { Key = Key });
        var last = vision
            ? $$"""[{"type": "image_url", "image_url": {"url": "data:image/png;base64,{{Png}}"} }, {"type": "text", "text": "bluer"}]"""
            : "\"bluer\"";
        Server.Requests[^1].Json["messages"].ShouldBeJson($$"""
            [{"role": "user", "content": "draw"}, {"role": "assistant", "content": "Here."}, {"role": "user", "content": {{last}}}]
            """);
    }

    private Task<Response> AskAsync(bool stream) => Chat().PromptAsync("q", new PromptOptions { Key = Key, Stream = stream });

    private void Enqueue(bool stream, params string[] messages) => Server.Enqueue(!stream
        ? FakeReply.Text($$"""{"id": "c", "choices": [{"message": {{messages[0]}}, "finish_reason": "stop"}]}""", "application/json")
        : FakeReply.Events([
            .. messages.Select(message =>
                "data: " + JsonNode.Parse($$"""{"id": "c", "choices": [{"index": 0, "delta": {{message}} }]}""")!.ToJsonString()),
            """data: {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}""", "data: [DONE]",
        ]));
}
