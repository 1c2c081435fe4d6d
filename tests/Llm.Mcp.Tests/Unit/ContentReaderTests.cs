using System.Text.Json;
using ModelContextProtocol.Protocol;

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
    public void Data_that_the_text_does_not_say_is_added(string result, string expected) => Read(result).Text.ShouldBe(expected);

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

    private static ToolOutput Read(string result) =>
        ContentReader.Read(JsonSerializer.Deserialize<CallToolResult>(result, ModelContextProtocol.McpJsonUtilities.DefaultOptions)!);

    private static Template Template(string result) =>
        PromptTemplate.ToTemplate(
            "t", JsonSerializer.Deserialize<GetPromptResult>(result, ModelContextProtocol.McpJsonUtilities.DefaultOptions)!);
}
