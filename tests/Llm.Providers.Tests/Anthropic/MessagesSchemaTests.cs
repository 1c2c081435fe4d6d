using System.Text.Json.Nodes;
using Llm.Providers.Anthropic;

namespace Llm.Providers.Tests.Anthropic;

/// <summary>What becomes of a schema; nothing is lost that the vendor's own helper loses.</summary>
public class MessagesSchemaTests
{
    [Theory]
    [InlineData("""{"type": "object", "properties": {"a": {"type": "object"}}}""",
        """{"type": "object", "properties": {"a": {"type": "object", "additionalProperties": false}}, "additionalProperties": false}""")]
    [InlineData("""{"$schema": "x", "type": "string", "format": "date-time", "title": "T"}""", """{"type": "string", "format": "date-time", "title": "T"}""")]
    [InlineData("""{"type": "string", "format": "byte", "maxLength": 3, "description": "A."}""",
        """{"type": "string", "description": "A.\n\n{format: \"byte\", maxLength: 3}"}""")]
    [InlineData("""{"type": "array", "items": {"enum": [1, "a"]}, "minItems": 1, "maxItems": 4}""",
        """{"type": "array", "items": {"enum": [1, "a"]}, "minItems": 1, "description": "{maxItems: 4}"}""")]
    [InlineData("""{"oneOf": [{"type": "string"}, {"const": 1}]}""", """{"anyOf": [{"type": "string"}, {"const": 1}]}""")]
    [InlineData("""{"$ref": "#/$defs/N"}""", """{"$ref": "#/$defs/N"}""")]
    [InlineData("""{"$ref": "#/$defs/N", "description": "A node."}""", """{"anyOf": [{"$ref": "#/$defs/N"}], "description": "A node."}""")]
    [InlineData("""{"$ref": "#/definitions/N", "definitions": {"N": {"type": "string", "minLength": 1}}}""",
        """{"anyOf": [{"$ref": "#/$defs/N"}], "$defs": {"N": {"type": "string", "description": "{minLength: 1}"}}}""")]
    [InlineData("""{"type": ["string", "null"]}""", """{"type": ["string", "null"]}""")]
    [InlineData("""{"type": ["object", "null"], "properties": {"a": {"type": "string"}}, "required": ["a"], "description": "D"}""",
        """
        {"anyOf": [{"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": false},
                   {"type": "null"}], "description": "D"}
        """)]
    [InlineData("""{"type": "object", "additionalProperties": false, "default": {}}""",
        """{"type": "object", "additionalProperties": false, "description": "{default: {}}"}""")]
    public void A_schema_is_converted(string given, string sent)
    {
        var schema = JsonNode.Parse(given)!.AsObject();
        MessagesSchema.Convert(schema).ShouldBeJson(sent);
        schema.ShouldBeJson(given);
    }

    [Theory]
    [InlineData("""{"type": "object", "additionalProperties": true}""", "/additionalProperties")]
    [InlineData("""{"type": "object", "properties": {"m": {"type": "object", "additionalProperties": {"type": "string"}}}}""", "/properties/m/additionalProperties")]
    [InlineData("""{"anyOf": [{"type": "array", "items": {"additionalProperties": {}}}]}""", "/anyOf/0/items/additionalProperties")]
    public void An_open_object_is_refused_by_its_place(string given, string place) =>
        Should.Throw<LlmException>(() => MessagesSchema.Convert(JsonNode.Parse(given)!.AsObject())).Message
            .ShouldStartWith($"The schema allows members that it does not name, at {place}, which Anthropic's structured outputs cannot do.");
}
