using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Tests;

namespace Llm.Providers.Tests.OpenAI;

/// <summary>
/// Our requests beside those that OpenAI's own SDK was seen to send (<c>../shared/data/vendor-wire/openai.json</c>): equal but for
/// <see cref="LibraryDifferences"/>. The names of the recordings begin with a number, and with <c>r</c> for the Responses interface.
/// </summary>
public class OpenAIOracleTests : ServerTest
{
    private static readonly PromptOptions Plain =
        new PromptOptions { System = "Be brief" }.With(Json("""{"temperature": 0.5, "max_tokens": 100}"""));

    [Fact]
    public async Task Text_with_instructions_and_options()
    {
        await CompareAsync("1 chat", "Hello", Plain, LibraryDifferences.MaxTokens);
        await CompareAsync("1r responses", "Hello", Plain, LibraryDifferences.InputList, LibraryDifferences.NotStored);
    }

    [Fact]
    public async Task Tools_and_their_results()
    {
        var options = new PromptOptions
        {
            Messages =
            [
                Message.User("1+2 and 3+4"),
                Message.Assistant(Call("call_1", """{"a": 1, "b": 2}"""), Call("call_2", """{"a": 3, "b": 4}""")),
                Message.Tool(
                    new ToolResultPart { Name = "add", Output = "3", ToolCallId = "call_1" },
                    new ToolResultPart { Name = "add", Output = "7", ToolCallId = "call_2" }),
            ],
            Tools =
            [
                new Tool(
                    "add", "Adds",
                    Json(
                        """
                        {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "required": ["a", "b"],
                         "additionalProperties": false}
                        """)),
            ],
        };
        await CompareAsync(
            "2 chat", null, options with { ParallelToolCalls = true }, LibraryDifferences.Usage, LibraryDifferences.NoStrictFunctions,
            LibraryDifferences.SpacedCalls);
        await CompareAsync(
            "2r responses", null, options, LibraryDifferences.NoStrictTools, LibraryDifferences.SpacedCallItems,
            LibraryDifferences.TextResults);
    }

    [Fact]
    public async Task An_image_and_a_document()
    {
        var pdf = new AttachmentPart(Attachment.FromBytes("%PDF-1.4\n"u8.ToArray(), "application/pdf"))
        {
            ProviderMetadata = Json("""{"extensions_ai": {"name": "a.pdf"}}"""),
        };
        var options = new PromptOptions
        {
            Messages = [Message.User("What?", Attachment.FromBytes(Convert.FromBase64String("iVBORw0KGgo="), "image/png"), pdf)],
        }.With("image_detail", "low");
        await CompareAsync("3 chat", null, options, LibraryDifferences.Usage);
        await CompareAsync("3r responses", null, options, LibraryDifferences.NotStored);
    }

    [Fact]
    public async Task Reasoning_and_its_replay()
    {
        var effort = new PromptOptions().With(Json("""{"reasoning_effort": "high", "verbosity": "low"}"""));
        await CompareAsync("4 chat", "x", effort, LibraryDifferences.Usage);
        var reasoning = new ReasoningPart("hm")
        {
            ProviderMetadata = Json(
                """{"openai": {"id": "rs_1", "encrypted_content": "ENC==", "summary": [{"type": "summary_text", "text": "hm"}]}}"""),
        };
        var options = new PromptOptions
        {
            Messages =
            [
                Message.User("x"),
                Message.Assistant(reasoning, new ToolCallPart { Name = "t", ToolCallId = "call_1" }),
                Message.Tool(new ToolResultPart { Name = "t", Output = "ok", ToolCallId = "call_1" }),
            ],
        }.With("reasoning_effort", "high");
        await CompareAsync("4r responses", null, options);
    }

    [Fact]
    public async Task Structured_output()
    {
        var options = new PromptOptions
        {
            Schema = Json(
                """{"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": false}"""),
        };
        await CompareAsync("5 chat", "x", options, LibraryDifferences.Usage, LibraryDifferences.NoStrictSchema);
        await CompareAsync(
            "5r responses", "x", options, LibraryDifferences.InputList, LibraryDifferences.NotStored, LibraryDifferences.LooseSchema);
    }

    private static JsonObject Json(string text) => (JsonObject)JsonText.Parse(text)!;

    private static ToolCallPart Call(string id, string arguments) => new() { Name = "add", Arguments = Json(arguments), ToolCallId = id };

    /// <summary>Asks, and compares the request with the recorded one whose name begins so.</summary>
    private async Task CompareAsync(string name, string? text, PromptOptions options, params LibraryDifference[] differences)
    {
        var recordings = Json(await File.ReadAllTextAsync(SharedData.Path("data", "vendor-wire", "openai.json")))["requests"]!.AsObject();
        var recorded = recordings.Single(entry => entry.Key.StartsWith($"{name} ", StringComparison.Ordinal)).Value!.AsObject();
        var expected = recorded["body"]!.AsObject();
        var reasons = expected.Any(member => member.Key.StartsWith("reasoning", StringComparison.Ordinal));
        var settings = Settings with { Id = expected.Text("model")!, Reasoning = reasons };
        Model model = name.EndsWith("chat", StringComparison.Ordinal) ? Chat(settings) : Responses(settings);
        var sent = await BodyAsync(model, text, options with { Key = "KEY" });
        LibraryDifference.ApplyAll(differences, expected);
        sent.ShouldBeJson(PythonJson.Compact(expected));
        var request = Server.Requests[^1];
        (request.Method, request.PathAndQuery).ShouldBe((recorded.Text("method"), recorded.Text("path")));
        foreach (var header in (string[])["authorization", "content-type"])
            request.Header(header).ShouldBe((string?)recorded["headers"]![header], header);
    }
}
