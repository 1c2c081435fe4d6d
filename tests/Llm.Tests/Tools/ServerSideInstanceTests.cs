using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Tests.Tools;

public class ServerSideInstanceTests
{
    private static readonly ServerSideToolType Search = new(
        "Search",
        "Searches",
        JsonNode.Parse("""
            {"properties": {"site": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": null}, "n": {"type": "integer", "default": 3},
             "deep": {"type": "boolean", "default": false}}, "type": "object"}
            """)!.AsObject(),
        _ => new ServerSideTool("search", "Searches", []));

    [Theory]
    [InlineData("{}", """{"site": null, "n": 3, "deep": false}""")]
    [InlineData("""{"n": 5}""", """{"site": null, "n": 5, "deep": false}""")]
    [InlineData("""{"deep": true, "site": "x"}""", """{"site": "x", "n": 3, "deep": true}""")]
    [InlineData("""{"n": null}""", """{"site": null, "n": null, "deep": false}""")]
    public void An_instance_records_all_arguments(string given, string recorded) =>
        PythonJson.Spaced(Search.Make(JsonNode.Parse(given)!.AsObject()).Instance!.Arguments).ShouldBe(recorded);

    [Fact]
    public void A_raw_tool_records_its_description_of_the_request() => PythonJson.Spaced(
        ServerSideToolType.Raw.Make(JsonNode.Parse("""{"spec": {"type": "x"}}""")!.AsObject()).Instance!.Arguments)
        .ShouldBe("""{"spec": {"type": "x"}}""");
}
