using System.Text.Json.Nodes;

namespace Llm.Hosting.Tests.Telemetry;

[Collection(nameof(Alone))]
public sealed class ContentTests : IAsyncLifetime
{
    private ServedDirectory served = null!;
    private Recorder recorder = null!;

    public async ValueTask InitializeAsync()
    {
        served = await ServedDirectory.StartAsync();
        recorder = new Recorder(served.WireName);
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(null, "true", true)]
    [InlineData(null, "false", false)]
    [InlineData(false, "true", false)]
    [InlineData(true, null, true)]
    public async Task Content_is_shown_only_when_asked_for(bool? option, string? variable, bool shown)
    {
        Environment.SetEnvironmentVariable(LlmTelemetry.ContentVariable, variable);
        using var host = served.CreateHost(option);
        Environment.SetEnvironmentVariable(LlmTelemetry.ContentVariable, null);
        await host.GetModel("chat").PromptAsync("walrus", new PromptOptions { System = "yodel" });
        (Tag("gen_ai.input.messages") is not null).ShouldBe(shown);
        var all = string.Join('\n', recorder.Span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"));
        foreach (var word in (string[])["walrus", "yodel"]) all.Contains(word, StringComparison.Ordinal).ShouldBe(shown);
    }

    [Fact]
    public async Task Messages_have_the_form_of_the_conventions()
    {
        using var host = served.CreateHost(captureContent: true);
        var tool = new Tool("f", "Finds.", new JsonObject { ["type"] = "object" });
        var first = await host.GetModel("chat").PromptAsync("""CALL f {"x": 1}""", new PromptOptions { System = "Be é.", Tools = [tool] });
        Tag("gen_ai.system_instructions").ShouldBe("""[{"type":"text","content":"Be é."}]""");
        Tag("gen_ai.input.messages").ShouldBe("""[{"role":"user","parts":[{"type":"text","content":"CALL f {\"x\": 1}"}]}]""");
        Tag("gen_ai.output.messages").ShouldBe(
            """[{"role":"assistant","parts":[{"type":"tool_call","id":"call_1","name":"f","arguments":{"x":1}}],"finish_reason":"tool_call"}]""");
        Tag("gen_ai.tool.definitions").ShouldBe(
            """[{"type":"function","name":"f","description":"Finds.","parameters":{"type":"object"}}]""");

        await first.ReplyAsync(null, new PromptOptions { ToolResults = [new ToolResult("f", "found", "call_1")] });
        var messages = JsonNode.Parse(Tag("gen_ai.input.messages")!)!.AsArray();
        messages.Count.ShouldBe(3);
        messages[1]!["role"]!.GetValue<string>().ShouldBe("assistant");
        messages[2]!.ToJsonString().ShouldBe(
            """{"role":"tool","parts":[{"type":"tool_call_response","id":"call_1","response":"found"}]}""");
    }

    [Fact]
    public async Task Reasoning_and_attachments_go_along()
    {
        var model = new Testing.FakeModel(new ReasoningEvent("hm"), "ok")
        {
            Services = new ModelServices { Observer = new TelemetryObserver(captureContent: true) },
        };
        using var own = new Recorder(model.Origin.Name);
        await model.PromptAsync("look", new PromptOptions
        {
            Attachments = [Attachment.FromBytes(new byte[] { 1, 2 }, "image/png"), Attachment.FromUrl(
                "https://example.com/a.png", "image/png")],
        });
        var span = own.Spans[^1];
        span.GetTagItem("gen_ai.provider.name").ShouldBe("unknown");
        span.GetTagItem("gen_ai.input.messages").ShouldBe(
            """
            [{"role":"user","parts":[{"type":"text","content":"look"},{"mime_type":"image/png","modality":"image","type":"blob","content":"AQI="},{"mime_type":"image/png","modality":"image","type":"uri","uri":"https://example.com/a.png"}]}]
            """);
        span.GetTagItem("gen_ai.output.messages").ShouldBe(
            """[{"role":"assistant","parts":[{"type":"reasoning","content":"hm"},{"type":"text","content":"ok"}]}]""");
    }

    public ValueTask DisposeAsync()
    {
        recorder.Dispose();
        return served.DisposeAsync();
    }

    private string? Tag(string name) => (string?)recorder.Spans[^1].GetTagItem(name);
}
