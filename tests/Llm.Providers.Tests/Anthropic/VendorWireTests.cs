using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Anthropic;
using Llm.Tests;

namespace Llm.Providers.Tests.Anthropic;

/// <summary>Our requests beside those that the vendor's npm SDK was recorded with.</summary>
public class VendorWireTests : AnthropicTest
{
    private const string Recordings = "data/vendor-wire/anthropic.json";

    [Fact]
    public async Task A_plain_prompt_with_options()
    {
        var options = new PromptOptions { Key = "KEY", System = "Be brief" }.With("temperature", 0.5);
        await SameAsync("1a stream", Model(), "Hello", options);
        await SameAsync("1c not streamed", Model(), "Hello", new PromptOptions { Key = "KEY", Stream = false });
    }

    [Fact]
    public async Task A_round_of_tools()
    {
        var schema = JsonNode.Parse("""{"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "required": ["a", "b"]}""");
        Message[] messages =
        [
            Message.User("1+2 and 3+4"),
            Message.Assistant(
                "I add.",
                new ToolCallPart { ToolCallId = "toolu_1", Name = "add", Arguments = new JsonObject { ["a"] = 1, ["b"] = 2 } },
                new ToolCallPart { ToolCallId = "toolu_2", Name = "add", Arguments = new JsonObject { ["a"] = 3, ["b"] = 4 } }),
            Message.Tool(
                new ToolResultPart { ToolCallId = "toolu_1", Name = "add", Output = "3" },
                new ToolResultPart { ToolCallId = "toolu_2", Name = "add", Output = "broken", Exception = "Exception: broken" }),
        ];
        var options = new PromptOptions
        {
            Key = "KEY",
            Messages = messages,
            Tools = [new Tool("add", "Adds", schema!.AsObject())],
            ToolChoice = ToolChoice.Auto,
            ParallelToolCalls = true,
        };
        await SameAsync("2 tool round trip", Model(), "go on", options, recorded =>
        {
            // The recorded call set it; here, the vendor's default applies.
            recorded["tools"]![0]!.AsObject().Remove("strict");
            // The recorded call gave the text as a block; both mean the same.
            recorded["messages"]![2]!["content"]![1]!["content"] = "broken";
        });
    }

    [Fact]
    public async Task Images_and_PDF_files()
    {
        var pdf = new AttachmentPart(Attachment.FromBytes("%PDF-1.4\n"u8.ToArray(), "application/pdf"))
        {
            ProviderMetadata = new JsonObject { ["extensions_ai"] = new JsonObject { ["name"] = "a.pdf" } },
        };
        Message[] messages =
        [
            Message.User(
                Attachment.FromBytes(Convert.FromBase64String("iVBORw0KGgo="), "image/png"),
                Attachment.FromUrl("https://example.com/a.png", "image/png"), pdf,
                Attachment.FromUrl("https://example.com/a.pdf", "application/pdf"), "What?"),
        ];
        await SameAsync("3 image and PDF", Model(), null, new PromptOptions { Key = "KEY", Messages = messages });
    }

    [Fact]
    public async Task Thinking_and_its_replay()
    {
        static ReasoningPart Kept(string text, string name, string value) => new(text)
        {
            Redacted = text.Length == 0,
            ProviderMetadata = new JsonObject { ["anthropic"] = new JsonObject { [name] = value } },
        };
        Message[] messages =
        [
            Message.User("x"),
            Message.Assistant(
                Kept("hm", "signature", "SIG=="), Kept("", "data", "ENC=="), new ToolCallPart { ToolCallId = "toolu_1", Name = "t" }),
            Message.Tool(new ToolResultPart { ToolCallId = "toolu_1", Name = "t", Output = "ok" }),
        ];
        var tool = new Tool("t", null, new JsonObject { ["type"] = "object" });
        var options = new PromptOptions { Key = "KEY", Messages = messages, Tools = [tool] }.With("thinking_effort", "high");
        await SameAsync("4a thinking adaptive", Model(), null, options);
        var budget = new PromptOptions { Key = "KEY" }.With("thinking_budget", 1024);
        await SameAsync("4b thinking enabled", Model("claude-haiku-4-5", 2048), "x", budget);
    }

    [Fact]
    public async Task Structured_output()
    {
        var options = new PromptOptions { Key = "KEY", Schema = Schema("""{"a": {"type": "string"}}""") };
        await SameAsync("5a structured output", Model(), "x", options);
        var limits = Schema(
            """
            {"a": {"type": "string", "minLength": 3, "pattern": "^x"}, "n": {"type": "integer", "minimum": 1, "maximum": 9},
             "l": {"type": "array", "items": {"type": "string"}, "minItems": 2}}
            """);
        await SameAsync("5b structured output", Model(), "x", new PromptOptions { Key = "KEY", Schema = limits, Stream = false });

        static JsonObject Schema(string properties) => new()
        {
            ["type"] = "object",
            ["properties"] = JsonNode.Parse(properties),
            ["required"] = new JsonArray("a"),
        };
    }

    [Theory]
    [InlineData("1.14.0", AnthropicModelSettings.CurrentVersion)]
    [InlineData("0.137.0", AnthropicModelSettings.OlderVersion)]
    public async Task Both_versions_send_the_headers_of_their_SDK(string sdk, string version)
    {
        var recorded = JsonText.Parse(File.ReadAllBytes(SharedData.Path(Recordings.Split('/'))))!["compare"]![sdk]!.AsObject();
        await BodyAsync(Claude(version: version), "x", new PromptOptions { Key = "KEY" });
        foreach (var name in (string[])["anthropic-version", "x-api-key", "authorization", "content-type"])
            Server.Requests[0].Header(name).ShouldBe((string?)recorded[name]);
    }

    private AnthropicModel Model(string name = "claude-opus-5-5", int maxTokens = 100) => new(
        new AnthropicModelSettings { Id = name, ApiBase = Server.BaseAddress, Features = Newer, MaxTokens = maxTokens }, Http)
    {
        Services = NewServices(),
    };

    /// <summary>Asks, and compares the request with the recorded one whose name begins so.</summary>
    private async Task SameAsync(
        string name, Model model, string? text, PromptOptions options, Action<JsonObject>? differences = null)
    {
        var recordings = JsonText.Parse(File.ReadAllBytes(SharedData.Path(Recordings.Split('/'))))!["requests"]!.AsObject();
        var recorded = recordings.Single(entry => entry.Key.StartsWith(name, StringComparison.Ordinal)).Value!.AsObject();
        var expected = recorded["body"]!.AsObject();
        differences?.Invoke(expected);
        var body = await BodyAsync(model, text, options);
        // The SDK leaves the member out where it is false.
        if (!options.Stream) body.Remove("stream");
        body.ShouldBeJson(expected.ToJsonString());
        var request = Server.Requests[^1];
        (request.Method, request.PathAndQuery).ShouldBe(((string)recorded["method"]!, (string)recorded["path"]!));
        foreach (var header in (string[])["anthropic-version", "authorization", "content-type"])
            request.Header(header).ShouldBe((string?)recorded["headers"]![header]);
    }
}
