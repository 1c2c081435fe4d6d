using System.ComponentModel;
using System.Text.Json.Nodes;

namespace Llm.Tests.Tools;

public sealed class ToolMethodTests
{
    private enum Size
    {
        Small,
        Large,
    }

    private sealed record Place(string City, double[] At);

    [Fact]
    public void A_method_is_described_by_its_parameters()
    {
        var tool = Tool.FromMethod(Describe);
        tool.Name.ShouldBe("describe");
        tool.Description.ShouldBe("Describes things");
        tool.ReturnType.ShouldBe("str");
        tool.InputSchema.Select(member => member.Key).ShouldBe(["properties", "required", "type"]);
        tool.InputSchema["properties"]!.AsObject().Select(member => member.Key).ShouldBe(["name", "at", "tags", "place", "count", "size"]);
        tool.InputSchema["required"]!.ToJsonString().ShouldBe("""["name","at","tags","place"]""");
        var properties = tool.InputSchema["properties"]!;
        properties["name"]!["description"]!.GetValue<string>().ShouldBe("What it is called");
        properties["count"]!["default"]!.GetValue<int>().ShouldBe(3);
        properties["size"]!["enum"]!.ToJsonString().ShouldBe("""["Small","Large"]""");
        properties["tags"]!["type"]!.GetValue<string>().ShouldBe("array");
        properties["place"]!["properties"]!["at"]!["items"]!["type"]!.GetValue<string>().ShouldBe("number");
    }

    [Fact]
    public async Task A_call_gives_the_method_its_arguments()
    {
        var arguments = """{"name": "x", "at": null, "tags": ["a", "b"], "place": {"city": "Oslo", "at": [1.5, 2]}, "size": "Large"}""";
        (await CallAsync(Tool.FromMethod(Describe), arguments)).Text.ShouldBe("x 3 Large  a,b Oslo 1.5,2");
    }

    [Fact]
    public void Names_are_in_snake_case_without_async()
    {
        Task<int> CountWordsAsync(string text) => Task.FromResult(text.Split(' ').Length);
        Tool.FromMethod(CountWordsAsync).Name.ShouldBe("count_words");
        Tool.FromMethod(CountWordsAsync).ReturnType.ShouldBe("int");
        Tool.FromMethod((int x) => x, "double", "Doubles").ShouldSatisfyAllConditions(
            tool => tool.Name.ShouldBe("double"),
            tool => tool.Description.ShouldBe("Doubles"));
    }

    [Fact]
    public async Task Results_are_text_json_or_outputs_with_attachments()
    {
        (await CallAsync(Tool.FromMethod(() => "plain"))).Text.ShouldBe("plain");
        (await CallAsync(Tool.FromMethod(() => { }, "nothing"))).Text.ShouldBe("null");
        (await CallAsync(Tool.FromMethod(() => (string?)null))).Text.ShouldBe("null");
        (await CallAsync(Tool.FromMethod(() => 1.5))).Text.ShouldBe("1.5");
        (await CallAsync(Tool.FromMethod(() => new[] { 1, 2 }))).Text.ShouldBe("[1, 2]");
        (await CallAsync(Tool.FromMethod(() => new Place("Oslo", [1])))).Text.ShouldBe("""{"city": "Oslo", "at": [1]}""");
        (await CallAsync(Tool.FromMethod(async () =>
        {
            await Task.Yield();
            return new JsonObject { ["é"] = null };
        }))).Text.ShouldBe("""{"\u00e9": null}""");
        var output = await CallAsync(
            Tool.FromMethod(() => new ToolOutput("see", [Attachment.FromBytes(new byte[] { 1, 2, 3 }, "image/png")])));
        output.Text.ShouldBe("see");
        output.Attachments.ShouldHaveSingleItem().Type.ShouldBe("image/png");
    }

    [Fact]
    public async Task A_method_can_ask_for_the_call_and_the_token()
    {
        var tool = Tool.FromMethod((ToolCall call, int x, CancellationToken token) => $"{call.ToolCallId} {x} {token.CanBeCanceled}", "f");
        tool.InputSchema["properties"]!.AsObject().Select(member => member.Key).ShouldBe(["x"]);
        using var source = new CancellationTokenSource();
        (await tool.Implementation!(new ToolCall("f", new JsonObject { ["x"] = 1 }, "c1"), source.Token)).Text.ShouldBe("c1 1 True");
    }

    [Theory]
    [InlineData("{}", "the argument 'x' is missing")]
    [InlineData("""{"x": 1, "z": 2}""", "unknown argument 'z', expected x, y")]
    [InlineData("""{"x": "one"}""", "the arguments do not fit: $.x should be integer, not string")]
    [InlineData("""{"_raw": "{\"x\": "}""", "the arguments are not a JSON object")]
    public async Task Arguments_that_do_not_fit_are_told(string arguments, string message)
    {
        var tool = Tool.FromMethod((int x, string y = "d") => x, "f");
        (await Should.ThrowAsync<ToolArgumentException>(() => CallAsync(tool, arguments))).Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("""{"properties": {"x": {"type": "integer"}}, "type": "object"}""", "str", "f(x: int) -> str")]
    [InlineData("""{"properties": {}, "type": "object"}""", null, "f()")]
    [InlineData(
        """{"properties": {"a": {"items": {"type": "string"}, "type": "array"}, "b": {"default": true, "type": "boolean"}, "c": {"type": "object"}}}""",
        null,
        "f(a: list[str], b: bool = True, c: dict)")]
    [InlineData(
        """{"properties": {"a": {"anyOf": [{"type": "number"}, {"type": "null"}], "default": null}}}""", null, "f(a: float | None = None)")]
    [InlineData("""{"properties": {"a": {"type": ["string", "null"], "default": "x"}, "b": {}}}""", null, "f(a: str | None = 'x', b: Any)")]
    public void Signatures_use_the_python_names_of_types(string schema, string? returns, string signature) =>
        ToolSignature.Of("f", JsonNode.Parse(schema)!.AsObject(), returns).ShouldBe(signature);

    [Description("Describes things")]
    private static string Describe(
        [Description("What it is called")] string name, double? at, string[] tags, Place place, int count = 3, Size size = Size.Small) =>
        $"{name} {count} {size} {at} {string.Join(',', tags)} {place.City} {string.Join(',', place.At)}";

    private static Task<ToolOutput> CallAsync(Tool tool, string arguments = "{}") =>
        tool.Implementation!(new ToolCall(tool.Name, JsonNode.Parse(arguments)!.AsObject(), "c1"), TestContext.Current.CancellationToken);
}
