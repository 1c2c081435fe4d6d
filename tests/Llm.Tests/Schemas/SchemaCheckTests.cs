using System.Text.Json.Nodes;

namespace Llm.Tests.Schemas;

public class SchemaCheckTests
{
    [Theory]
    [InlineData("""{"$ref": "#"}""")]
    [InlineData("""{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}""")]
    [InlineData("""{"anyOf": [{"$ref": "#"}, {"type": "string"}]}""")]
    [InlineData("""{"$ref": "#/anyOf/7", "anyOf": [{"type": "string"}]}""")]
    [InlineData("""{"$ref": "#/anyOf/-1", "anyOf": [{"type": "string"}]}""")]
    public void References_that_lead_nowhere_ask_for_nothing(string schema) => FindError("5", schema).ShouldBeNull();

    [Fact]
    public void A_reference_that_leads_back_is_followed_into_the_value() =>
        FindError("""[[["x"]]]""", """{"type": "array", "items": {"$ref": "#"}}""").ShouldBe("$[0][0][0] should be array, not string");

    private static string? FindError(string value, string schema) =>
        SchemaCheck.FindError(JsonNode.Parse(value), JsonNode.Parse(schema)!.AsObject());
}
