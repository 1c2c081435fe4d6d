using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Gemini;
using Llm.Tests;

namespace Llm.Providers.Tests.Gemini;

/// <summary>
/// Our requests beside those that the vendor's own library was seen to send (<c>../shared/data/vendor-wire/gemini.json</c>): equal but
/// for the differences that are named here.
/// </summary>
public class GeminiOracleTests : GeminiTest
{
    [Fact]
    public async Task Text_with_instructions_and_options() => await CompareAsync(
        "1 stream: system, temperature, max tokens",
        "Hello",
        (Quiet with { System = "Be brief" }).With(Json("""{"temperature": 0.5, "max_output_tokens": 100}""")));

    [Fact]
    public async Task An_answer_in_one_piece() => await CompareAsync("1b not streamed", "Hello", Quiet with { Stream = false });

    [Fact]
    public async Task Tools_and_their_results()
    {
        var options = Quiet with
        {
            Messages =
            [
                Message.User("1+2 and 3+4"),
                Message.Assistant(
                    Call("fc1", """{"a": 1, "b": 2}""").WithMetadata(Json("""{"gemini": {"thoughtSignature": "SIG=="}}""")),
                    Call("fc2", """{"a": 3, "b": 4}""")),
                Message.Tool(
                [
                    new ToolResultPart { Name = "add", Output = "3", ToolCallId = "fc1" },
                    new ToolResultPart { Name = "add", Output = "broken", ToolCallId = "fc2", Exception = "Exception: broken" },
                ]),
            ],
            Tools =
            [
                new Tool(
                    "add", "Adds",
                    Json("""{"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "required": ["a", "b"]}""")),
            ],
            ToolChoice = ToolChoice.Auto,
        };
        // An empty object means nothing.
        await CompareAsync("2 tool round trip (parametersJsonSchema)", null, options, body => body.Remove("generationConfig"));
    }

    [Fact]
    public async Task Images_and_documents()
    {
        var options = Quiet with
        {
            Attachments =
            [
                Attachment.FromBytes(Convert.FromBase64String("iVBORw0KGgo="), "image/png"),
                Attachment.FromBytes(Convert.FromBase64String("JVBERi0xLjQK"), "application/pdf"),
            ],
        };
        // What stands at an address is fetched and sent, because the interface reads only few addresses.
        await CompareAsync("3 image and PDF", "What?", options.With("media_resolution", "low"), body => body["contents"]![0]!["parts"]!.AsArray().RemoveAt(3));
    }

    [Fact]
    public async Task Levels_of_thinking_and_signatures()
    {
        var options = new PromptOptions
        {
            Messages =
            [
                Message.User("x"),
                Message.Assistant(new ReasoningPart("hm"), new TextPart("Hi").WithMetadata(Json("""{"gemini": {"thoughtSignature": "SIG=="}}"""))),
                Message.User("y"),
            ],
        };
        // A thought without a signature is only a summary for people.
        await CompareAsync(
            "4a thinking level, thoughts shown, signature replay", null, options.With("thinking_level", "high"),
            body => body["contents"]![1]!["parts"]!.AsArray().RemoveAt(0));
    }

    [Fact]
    public async Task A_budget_of_thinking() => await CompareAsync(
        "4b thinking budget", "x", new PromptOptions().With("thinking_budget", 1024), model: "gemini-2.5-flash");

    [Fact]
    public async Task A_schema_of_the_answer() => await CompareAsync(
        "5a structured output: responseJsonSchema",
        "x",
        Quiet with
        {
            Schema = Json(
                """
                {"type": "object", "properties": {"a": {"type": "string", "minLength": 3}, "n": {"type": ["integer", "null"]},
                 "l": {"type": "array", "items": {"$ref": "#/$defs/x"}}}, "required": ["a"], "additionalProperties": false,
                 "$defs": {"x": {"type": "string"}}}
                """),
        });

    [Theory]
    [InlineData("2.32.0", "v1beta")]
    [InlineData("3.3.0", "v1")]
    public async Task Both_versions_of_the_interface(string library, string version)
    {
        var expected = Oracle()["versus_2"]![library]!.AsObject();
        await Named(version).PromptAsync("x", new PromptOptions { Key = Key });
        CheckHead(expected);
    }

    [Fact]
    public async Task Vectors_of_two_texts()
    {
        var expected = Oracle()["requests"]!["7 embed: two texts"]!.AsObject();
        await Embedding("gemini-embedding-001", 256).EmbedAsync(["a", "b"], Key);
        CheckHead(expected);
        // Vectors of either tool can be compared, and the Python plugin sends no task.
        foreach (var request in expected["body"]!["requests"]!.AsArray()) request!.AsObject().Remove("taskType");
        Server.Requests[^1].Json.ShouldBeJson(PythonJson.Compact(expected["body"]));
    }

    [Fact]
    public async Task The_newest_vectors_are_one_for_each_text()
    {
        var expected = Oracle()["requests"]!["7b embed: newest model name"]!.AsObject();
        await Embedding("gemini-embedding-2", null).EmbedAsync(["a", "b"], Key);
        CheckHead(expected);
        // The library puts both texts into one content, which gives one vector.
        expected["body"]!["requests"].ShouldBeJson(
            """[{"content": {"role": "user", "parts": [{"text": "a"}, {"text": "b"}]}, "model": "models/gemini-embedding-2"}]""");
        Server.Requests[^1].Json["requests"].ShouldBeJson(
            """
            [{"content": {"role": "user", "parts": [{"text": "a"}]}, "model": "models/gemini-embedding-2"},
             {"content": {"role": "user", "parts": [{"text": "b"}]}, "model": "models/gemini-embedding-2"}]
            """);
    }

    private GeminiEmbeddingModel Embedding(string name, int? dimensions) => new(name, name, dimensions, 2048, Address("v1"), Http);

    /// <summary>Options that keep a model from being asked for its thoughts, which the vendor's library does not do by itself.</summary>
    private static PromptOptions Quiet => new() { HideReasoning = true };

    private static JsonObject Oracle() => Json(File.ReadAllText(SharedData.Path("data", "vendor-wire", "gemini.json")));

    private static ToolCallPart Call(string id, string arguments) => new() { Name = "add", Arguments = Json(arguments), ToolCallId = id };

    private Model Named(string version) => NewModel("gemini-3.1-pro-preview", version).WithName("gemini-3-pro");

    private async Task CompareAsync(
        string name, string? text, PromptOptions options, Action<JsonObject>? differences = null, string? model = null)
    {
        var expected = Oracle()["requests"]![name]!.AsObject();
        var sent = await SentAsync(model is null ? Named("v1") : NewModel(model, "v1"), text, options);
        CheckHead(expected);
        var body = expected["body"]!.AsObject();
        differences?.Invoke(body);
        sent.ShouldBeJson(PythonJson.Compact(body));
    }

    private void CheckHead(JsonObject expected)
    {
        var request = Server.Requests[^1];
        request.PathAndQuery.ShouldBe(expected["path"]!.GetValue<string>());
        request.Header("x-goog-api-key").ShouldBe(expected["headers"]!["x-goog-api-key"]!.GetValue<string>().Replace("KEY", Key, StringComparison.Ordinal));
        request.Header("content-type").ShouldBe(expected["headers"]!["content-type"]!.GetValue<string>());
    }
}
