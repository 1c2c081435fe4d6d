using Llm.Json;

namespace Llm.Mcp.Tests.Unit;

public class ContentReaderTests
{
    [Fact]
    public void Each_kind_of_content_becomes_text_or_an_attachment()
    {
        var output = Read("""
            {"content": [
              {"type": "text", "text": "one"},
              {"type": "image", "data": "iVBORw==", "mimeType": "image/png"},
              {"type": "audio", "data": "AAAA", "mimeType": "audio/wav"},
              {"type": "resource", "resource": {"uri": "a://b", "text": "two", "mimeType": "text/plain"}},
              {"type": "resource", "resource": {"uri": "a://c", "blob": "dGhyZWU=", "mimeType": "text/plain"}},
              {"type": "resource", "resource": {"uri": "a://d", "blob": "/w==", "mimeType": "text/plain"}},
              {"type": "resource", "resource": {"uri": "a://e", "blob": "JVBERg==", "mimeType": "application/pdf"}},
              {"type": "resource_link", "uri": "a://f", "name": "four"}
            ]}
            """);
        output.Text.ShouldBe("one\ntwo\nthree\nfour: a://f");
        output.Attachments.Select(attachment => (attachment.Type, attachment.Content!.Value.Length))
            .ShouldBe([("image/png", 4), ("audio/wav", 3), ("text/plain", 1), ("application/pdf", 4)]);
    }

    [Theory]
    [InlineData("""{"content": [], "structuredContent": {"a": [1, 2.0]}}""", """{"a": [1, 2.0]}""")]
    [InlineData("""{"content": [{"type": "text", "text": "{\"a\":1}"}], "structuredContent": {"a": 1}}""", """{"a":1}""")]
    [InlineData("""{"content": [{"type": "text", "text": "It is one."}], "structuredContent": {"a": 1}}""", "It is one.\n{\"a\": 1}")]
    [InlineData("""{"content": []}""", "")]
    [InlineData("""{"content": [{"type": "text", "text": "a\r\nb\n"}], "structuredContent": {"content": "a\nb"}}""", "a\r\nb\n")]
    [InlineData("""{"content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}], "structuredContent": {"result": ["a", "b"]}}""", "a\nb")]
    [InlineData("""{"content": [{"type": "text", "text": "5"}], "structuredContent": {"result": 5}}""", "5")]
    [InlineData("""{"content": [{"type": "text", "text": "[1, 2]"}], "structuredContent": {"result": [1, 2], "next": null}}""", "[1, 2]")]
    [InlineData("""{"content": [{"type": "text", "text": "2 rows"}], "structuredContent": {"rows": [1, 2]}}""", "2 rows\n{\"rows\": [1, 2]}")]
    [InlineData("""{"content": [{"type": "text", "text": "none"}], "structuredContent": {"rows": []}}""", "none\n{\"rows\": []}")]
    [InlineData("""{"content": [{"type": "text", "text": "ok"}], "structuredContent": {"state": "ok", "n": 1}}""", "ok\n{\"state\": \"ok\", \"n\": 1}")]
    [InlineData("""{"content": [], "structuredContent": {"quota": NaN}}""", "{\"quota\": null}")]
    [InlineData("""{"content": [], "structuredContent": "plain"}""", "\"plain\"")]
    public void Data_that_the_text_does_not_say_is_added(string result, string expected) => Read(result).Text.ShouldBe(expected);

    [Fact]
    public void A_long_text_is_not_repeated_within_data_that_is_added()
    {
        var text = new string('x', 1000);
        Read($$$"""{"content": [{"type": "text", "text": "{{{text}}}"}], "structuredContent": {"content": "{{{text}}}", "size": 1000}}""")
            .Text.ShouldBe(text + "\n{\"size\": 1000}");
    }

    [Theory]
    [InlineData("""{"type": "video", "data": "x"}""", "[content of type video, which cannot be shown]")]
    [InlineData("""{"type": "image", "mimeType": "image/png"}""", "[content of type image, which cannot be shown]")]
    [InlineData("""{"type": "image", "data": 5, "mimeType": "image/png"}""", "[content of type image, which cannot be shown]")]
    [InlineData("""{"type": "image", "data": "not base64!", "mimeType": "image/png"}""", "[content of type image, which cannot be shown]")]
    [InlineData(
        """{"type": "image", "data": "http://h/x.png", "mimeType": "image/png"}""",
        "[content of type image, which cannot be shown: http://h/x.png]")]
    [InlineData("""{"type": "image", "url": "https://h/x.png"}""", "[content of type image, which cannot be shown: https://h/x.png]")]
    [InlineData("""{"type": "text", "text": 5}""", "5")]
    [InlineData("""{"type": "text", "text": true}""", "true")]
    [InlineData("""{"type": "text"}""", "[content of type text, which cannot be shown]")]
    [InlineData("""{"type": "text", "text": {"a": 1}}""", "[content of type text, which cannot be shown]")]
    [InlineData("""{"text": "untyped"}""", "untyped")]
    [InlineData("""{"type": null, "text": "untyped"}""", "untyped")]
    [InlineData("""{"type": "text", "text": "marked", "annotations": {"audience": "user", "priority": "high"}}""", "marked")]
    [InlineData("""{"type": "text", "text": "\ud83d"}""", "\ufffd")]
    [InlineData("""{"type": "resource"}""", "[content of type resource, which cannot be shown]")]
    [InlineData("""{"type": "resource", "resource": {"uri": "a://b"}}""", "[resource a://b, which cannot be read]")]
    [InlineData("""{"type": "resource", "resource": {"uri": "a://b", "blob": "?"}}""", "[resource a://b, which cannot be read]")]
    [InlineData("""{"type": "resource_link", "uri": "a://b"}""", "a://b")]
    [InlineData("""{"type": "resource_link", "name": "n"}""", "[content of type resource_link, which cannot be shown]")]
    [InlineData("""{"odd": 1}""", "{\"odd\": 1}")]
    [InlineData(""" "bare" """, "bare")]
    [InlineData("7", "7")]
    [InlineData("[1]", "[1]")]
    [InlineData("null", "null")]
    public void A_block_that_cannot_be_read_leaves_the_others(string block, string expected) =>
        Read($$"""{"content": [{"type": "text", "text": "before"}, {{block}}, {"type": "text", "text": "after"}]}""")
            .Text.ShouldBe($"before\n{expected}\nafter");

    [Theory]
    [InlineData("""{"type": "image", "data": "data:image/png;base64,iVBORw==", "mimeType": "image/png"}""", "image/png")]
    [InlineData("""{"type": "image", "data": "data:image/png;base64,iVBORw=="}""", "image/png")]
    [InlineData("""{"type": "image", "data": "iVBORw=="}""", null)]
    [InlineData("""{"type": "image", "data": "iVBORw==", "mimeType": 5}""", null)]
    [InlineData("""{"data": "iVBORw==", "mimeType": "image/png"}""", "image/png")]
    [InlineData("""{"type": "image", "data": "iVBORw==", "mimeType": "image/png", "annotations": []}""", "image/png")]
    public void An_image_whose_meaning_is_plain_is_attached(string block, string? type)
    {
        var image = Read($$"""{"content": {{block}}}""").Attachments.ShouldHaveSingleItem();
        (image.Type, image.Content!.Value.Length).ShouldBe((type, 4));
    }

    [Theory]
    [InlineData("""{"content": "only text"}""", "only text")]
    [InlineData("""{"content": {"type": "text", "text": "one"}}""", "one")]
    [InlineData("""{"content": null}""", "")]
    [InlineData("{}", "")]
    [InlineData("null", "")]
    [InlineData(""" "text" """, "text")]
    [InlineData("""[{"type": "text", "text": "listed"}]""", "listed")]
    public void A_result_in_another_form_is_read(string result, string expected) => Read(result).Text.ShouldBe(expected);

    [Fact]
    public void A_prompt_of_several_messages_is_one_text()
    {
        Template("""{"messages": [{"role": "user", "content": {"type": "text", "text": "costs $5"}}, {"role": "user", "content": {"type": "text", "text": "why?"}}]}""")
            .Evaluate("", new Dictionary<string, string>()).Prompt.ShouldBe("costs $5\n\nwhy?");
        var dialogue = Template("""
            {"messages": [
              {"role": "user", "content": {"type": "text", "text": "Hi"}},
              {"role": "assistant", "content": {"type": "text", "text": "Hello"}},
              {"role": "user", "content": {"type": "image", "data": "iVBORw==", "mimeType": "image/png"}}
            ]}
            """);
        dialogue.Prompt.ShouldBe("User: Hi\n\nAssistant: Hello");
        dialogue.Contents.ShouldHaveSingleItem().Type.ShouldBe("image/png");
    }

    private static ToolOutput Read(string result) => ContentReader.Read(JsonText.Parse(result));

    private static Template Template(string result) => PromptTemplate.ToTemplate("t", JsonText.Parse(result));
}
