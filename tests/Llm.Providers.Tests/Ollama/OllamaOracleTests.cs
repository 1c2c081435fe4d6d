using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Ollama;
using Llm.Tests;

namespace Llm.Providers.Tests.Ollama;

/// <summary>
/// Our requests beside those that the vendor's own library was seen to send (<c>../shared/data/vendor-wire/ollama.json</c>), which they
/// equal.
/// </summary>
public class OllamaOracleTests : OllamaTest
{
    [Fact]
    public Task Text_with_instructions_and_options() => CompareAsync(
        "1 chat stream: system, temperature, max tokens", "Hello",
        (new PromptOptions { System = "Be brief" }).With(Json("""{"temperature": 0.5, "num_predict": 100, "keep_alive": "5m"}""")));

    [Fact]
    public Task An_answer_in_one_piece() => CompareAsync("1c chat not streamed", "x", new PromptOptions { Stream = false });

    [Fact]
    public Task Tools_and_their_results() => CompareAsync(
        "2 tool round trip", null,
        new PromptOptions
        {
            Messages =
            [
                Message.User("1+2 and 3+4"),
                Message.Assistant(Call("""{"a": 1, "b": 2}""", "c1"), Call("""{"a": 3, "b": 4}""", "c2")),
                Message.Tool(
                [
                    new ToolResultPart { Name = "add", Output = "3", ToolCallId = "c1" },
                    new ToolResultPart { Name = "add", Output = "7", ToolCallId = "c2" },
                ]),
            ],
            Tools = [Add],
        });

    [Fact]
    public Task An_image() => CompareAsync(
        "3a image as base64 text", "What?",
        new PromptOptions { Attachments = [Attachment.FromBytes(Convert.FromBase64String("iVBORw0KGgo="), "image/png")] });

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("\"low\"")]
    [InlineData("\"medium\"")]
    [InlineData("\"high\"")]
    [InlineData("\"max\"")]
    public Task Thinking(string value) =>
        CompareAsync($"4 think: {value}", "x", new PromptOptions().With(Json($$"""{"think": {{value}}}""")));

    [Fact]
    public Task Thoughts_are_sent_back() => CompareAsync(
        "4b thinking replay", null,
        new PromptOptions
        {
            Messages = [Message.User("x"), Message.Assistant(new ReasoningPart("hm"), new TextPart("Hi")), Message.User("y")],
        }.With("think", "on"));

    [Fact]
    public Task Json_of_any_kind() => CompareAsync("5a format json", "x", new PromptOptions().With("json_object", "1"));

    [Fact]
    public Task A_schema() => CompareAsync(
        "5b format schema", "x",
        new PromptOptions { Schema = Json("""{"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}""") });

    [Fact]
    public Task What_has_no_option() => CompareAsync(
        "10 logprobs", "x", new PromptOptions { ExtraBody = Json("""{"logprobs": true, "top_logprobs": 2}""") });

    [Fact]
    public void The_forms_of_an_address()
    {
        foreach (var (given, url) in Oracle()["hosts"]!.AsObject())
            new Uri(new OllamaAddress(given).Server).ShouldBe(new Uri(url!.GetValue<string>()), given);
    }

    private static JsonObject Oracle() => Json(File.ReadAllText(SharedData.Path("data", "vendor-wire", "ollama.json")));

    private async Task CompareAsync(string name, string? text, PromptOptions options)
    {
        var expected = Oracle()["requests"]![name]!.AsObject();
        var sent = await SentAsync(text, options);
        sent.ShouldBeJson(PythonJson.Compact(expected["body"]));
        var request = Server.Requests[^1];
        (request.Method, request.PathAndQuery).ShouldBe((expected.Text("method"), expected.Text("path")));
        request.Header("content-type").ShouldBe("application/json");
        request.Header("authorization").ShouldBeNull();
    }
}
