using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Mcp.Tests.Unit;

public class ToolListingTests
{
    private const string Good = """{"name": "good", "inputSchema": {"type": "object", "properties": {}}}""";

    [Theory]
    [InlineData("{}", """{"type": "object", "properties": {}}""")]
    [InlineData("""{"type": "object"}""", """{"type": "object", "properties": {}}""")]
    [InlineData("""{"type": "object", "properties": null}""", """{"type": "object", "properties": {}}""")]
    [InlineData("""{"type": "object", "properties": []}""", """{"type": "object", "properties": {}}""")]
    [InlineData("""{"type": "object", "additionalProperties": false}""", """{"type": "object", "additionalProperties": false, "properties": {}}""")]
    [InlineData("""{"properties": {"a": {"type": "string"}}}""", """{"properties": {"a": {"type": "string"}}, "type": "object"}""")]
    [InlineData("""{"type": ["object", "null"]}""", """{"type": "object", "properties": {}}""")]
    [InlineData("""{"type": "object", "required": null}""", """{"type": "object", "properties": {}}""")]
    [InlineData("""{"type": "object", "properties": {"a": true}, "required": ["a"]}""", """{"type": "object", "properties": {"a": true}, "required": ["a"]}""")]
    [InlineData("""{"type": "object", "anyOf": [{"required": ["a"]}], "properties": {"a": {}}}""", """{"type": "object", "anyOf": [{"required": ["a"]}], "properties": {"a": {}}}""")]
    public void A_schema_whose_meaning_is_plain_is_completed(string schema, string expected)
    {
        var listing = List($$"""{"name": "t", "inputSchema": {{schema}}}""", Good);
        listing.LeftOut.ShouldBeEmpty();
        JsonNode.DeepEquals(listing.Tools[0].Schema, JsonText.Parse(expected)).ShouldBeTrue(PythonJson.Spaced(listing.Tools[0].Schema));
    }

    [Theory]
    [InlineData("""{"name": "t"}""", "it has no input schema")]
    [InlineData("""{"name": "t", "inputSchema": null}""", "it has no input schema")]
    [InlineData("""{"name": "t", "inputSchema": "object"}""", "its input schema is not an object")]
    [InlineData("""{"name": "t", "inputSchema": []}""", "its input schema is not an object")]
    [InlineData("""{"name": "t", "inputSchema": {"anyOf": [{"type": "object"}]}}""", "its input schema does not describe an object")]
    [InlineData("""{"name": "t", "inputSchema": {"type": "string"}}""", "its input schema does not describe an object")]
    [InlineData("""{"name": "t", "inputSchema": {"type": 5}}""", "its input schema does not describe an object")]
    [InlineData("""{"name": "t", "inputSchema": {"type": "object", "properties": "a"}}""", "the properties of its input schema are not schemas by name")]
    [InlineData("""{"name": "t", "inputSchema": {"type": "object", "properties": ["a"]}}""", "the properties of its input schema are not schemas by name")]
    [InlineData("""{"name": "t", "inputSchema": {"type": "object", "properties": {"a": "string"}}}""", "the properties of its input schema are not schemas by name")]
    [InlineData("""{"name": "t", "inputSchema": {"type": "object", "required": "a"}}""", "\"required\" of its input schema is not a list of names")]
    [InlineData("""{"name": "t", "inputSchema": {"type": "object", "required": [1]}}""", "\"required\" of its input schema is not a list of names")]
    public void A_tool_that_is_described_wrongly_is_left_out(string tool, string reason)
    {
        var listing = List(tool, Good);
        listing.Tools.ShouldHaveSingleItem().Name.ShouldBe("good");
        listing.LeftOut.ShouldHaveSingleItem().Describe("s").ShouldBe($"The tool 't' of the MCP server 's' was left out: {reason}.");
    }

    [Theory]
    [InlineData("""{"inputSchema": {}}""")]
    [InlineData("""{"name": "", "inputSchema": {}}""")]
    [InlineData("""{"name": 5, "inputSchema": {}}""")]
    [InlineData("null")]
    [InlineData("\"tool\"")]
    public void A_tool_without_a_name_is_left_out(string tool)
    {
        var listing = List(tool, Good);
        listing.Tools.ShouldHaveSingleItem().Name.ShouldBe("good");
        listing.LeftOut.ShouldHaveSingleItem().Describe("s").ShouldBe("A tool of the MCP server 's' was left out: it has no name.");
    }

    [Theory]
    [InlineData("\"annotations\": {\"readOnlyHint\": \"yes\"}")]
    [InlineData("\"annotations\": []")]
    [InlineData("\"description\": 5")]
    [InlineData("\"title\": {}")]
    [InlineData("\"outputSchema\": \"x\"")]
    [InlineData("\"icons\": {}")]
    [InlineData("\"execution\": \"sometimes\"")]
    [InlineData("\"execution\": {\"taskSupport\": \"optional\"}")]
    [InlineData("\"_meta\": 1")]
    public void What_is_not_used_may_be_anything(string member)
    {
        var listing = List($$"""{"name": "t", "inputSchema": {}, {{member}}}""");
        listing.LeftOut.ShouldBeEmpty();
        listing.Tools.ShouldHaveSingleItem().Description.ShouldBeNull();
    }

    [Fact]
    public void A_tool_that_needs_a_task_is_left_out_without_a_fault()
    {
        var listing = List("""{"name": "t", "inputSchema": {}, "execution": {"taskSupport": "required"}}""", Good);
        listing.Tools.ShouldHaveSingleItem().Name.ShouldBe("good");
        listing.LeftOut.ShouldHaveSingleItem().IsFault.ShouldBeFalse();
    }

    [Fact]
    public void The_first_of_two_tools_with_a_name_is_offered()
    {
        var listing = List("""{"name": "t", "description": "one", "inputSchema": {}}""", """{"name": "t", "description": "two", "inputSchema": {}}""");
        listing.Tools.ShouldHaveSingleItem().Description.ShouldBe("one");
    }

    private static ToolListing List(params IEnumerable<string> tools) => new(tools.Select(tool => JsonText.Parse(tool)));
}
