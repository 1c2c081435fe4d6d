using System.ComponentModel;
using System.Text.Json.Serialization;
using Llm.Json;
using Llm.Testing;

namespace Llm.Tests.Schemas;

public partial class StructuredOutputTests
{
    public enum Size
    {
        Small,
        Large,
    }

    [Description("A dog that somebody owns")]
    public sealed record Dog(
        [property: Description("What it is called")] string Name,
        int Age,
        Size Size = Size.Small,
        string? Bio = null,
        IReadOnlyList<Dog>? Puppies = null);

    public sealed class Kennel
    {
        public string City { get; set; } = "";

        public required List<Dog> Dogs { get; init; }

        public Dictionary<string, double> Prices { get; init; } = [];
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
    [JsonSerializable(typeof(Dog))]
    [JsonSerializable(typeof(Kennel))]
    [JsonSerializable(typeof(List<Dog>))]
    [JsonSerializable(typeof(Size))]
    [JsonSerializable(typeof(int))]
    [JsonSerializable(typeof(object))]
    [JsonSerializable(typeof(Action))]
    private sealed partial class Known : JsonSerializerContext;

    [Fact]
    public void The_schema_says_what_is_required_and_what_it_means()
    {
        PythonJson.Spaced(TypeSchema.Create(Known.Default.Kennel)).ShouldBe(
            """
            {"type": "object", "properties": {"city": {"type": "string"}, "dogs": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string", "description": "What it is called"}, "age": {"type": "integer"}, "size": {"type": "string", "enum": ["Small", "Large"], "default": "Small"}, "bio": {"type": ["string", "null"], "default": null}, "puppies": {"type": ["array", "null"], "items": {"$ref": "#/properties/dogs/items"}, "default": null}}, "required": ["name", "age", "size"], "additionalProperties": false, "description": "A dog that somebody owns"}}, "prices": {"type": "object", "additionalProperties": {"type": "number"}}}, "required": ["city", "dogs", "prices"], "additionalProperties": false}
            """);
    }

    [Fact]
    public async Task An_answer_becomes_a_value()
    {
        var model = new FakeModel("""{"name":"Cleo","age":3,"size":"Large","bio":null}""");
        (await model.PromptAsync("A dog", Known.Default.Dog)).ShouldBe(new Dog("Cleo", 3, Size.Large));
        model.Prompts[0].Schema!["required"]!.ToJsonString().ShouldBe("""["name","age","size"]""");
        (await model.PromptAsync<Dog>("A dog")).ShouldBe(new Dog("Cleo", 3, Size.Large));
        var (known, reflected) = (model.Prompts[0].Schema!["properties"]!.AsObject(), model.Prompts[1].Schema!["properties"]!.AsObject());
        foreach (var name in new[] { "name", "age", "size", "bio" }) reflected[name]!.ToJsonString().ShouldBe(known[name]!.ToJsonString());
    }

    [Fact]
    public async Task A_list_travels_under_items_and_its_references_still_lead_home()
    {
        var model = new FakeModel(
            """{"items":[{"name":"Cleo","age":3,"size":"Small","puppies":[{"name":"Rex","age":0,"size":"Small"}]}]}""");
        var dogs = await model.PromptAsync("Some dogs", Known.Default.ListDog);
        dogs.ShouldHaveSingleItem().Puppies.ShouldHaveSingleItem().Name.ShouldBe("Rex");
        var schema = model.Prompts[0].Schema!;
        schema["properties"]!["items"]!["items"]!["properties"]!["puppies"]!["items"]!["$ref"]!.GetValue<string>()
            .ShouldBe("#/properties/items/items");
        model = new FakeModel(
            """{"items":[{"name":"Cleo","age":3,"size":"Small","puppies":[{"name":"Rex","age":"none","size":"Small"}]}]}""");
        (await Should.ThrowAsync<SchemaMismatchException>(() => model.PromptAsync("Some dogs", Known.Default.ListDog)))
            .Message.ShouldContain("$.items[0].puppies[0].age should be integer, not string");
    }

    [Fact]
    public async Task Plain_values_travel_under_value()
    {
        (await new FakeModel("""{"value": 42}""").PromptAsync("A number", Known.Default.Int32)).ShouldBe(42);
        (await new FakeModel("""{"value": "Large"}""").PromptAsync("A size", Known.Default.Size)).ShouldBe(Size.Large);
    }

    [Fact]
    public async Task A_code_block_around_the_answer_does_no_harm() =>
        (await new FakeModel("Here you are:\n```json\n{\"name\":\"Cleo\",\"age\":3,\"size\":\"Small\"}\n```\n").PromptAsync(
            "A dog", Known.Default.Dog)).Name.ShouldBe("Cleo");

    [Theory]
    [InlineData("Cleo is three", "it is not JSON")]
    [InlineData("""{"name":"Cleo","size":"Small"}""", "$.age is missing")]
    [InlineData("""{"name":"Cleo","age":"3","size":"Small"}""", "$.age should be integer, not string")]
    [InlineData("""{"name":"Cleo","age":3.5,"size":"Small"}""", "$.age should be integer, not number")]
    [InlineData("""{"name":null,"age":3,"size":"Small"}""", "$.name should be string, not null")]
    [InlineData("""{"name":"Cleo","age":3,"size":"Tiny"}""", "$.size should be one of \"Small\", \"Large\", not \"Tiny\"")]
    [InlineData("""{"name":"Cleo","age":3,"size":"Small","wings":2}""", "$.wings is not expected")]
    [InlineData("""[1]""", "$ should be object, not array")]
    [InlineData("""{"name":"Cleo","age":99999999999,"size":"Small"}""", "could not be converted")]
    public async Task What_does_not_fit_is_told_with_its_place(string answer, string reason)
    {
        var error = await Should.ThrowAsync<SchemaMismatchException>(() => new FakeModel(answer).PromptAsync("A dog", Known.Default.Dog));
        error.Message.ShouldContain(reason);
        error.Answer.ShouldBe(answer);
    }

    [Fact]
    public async Task Types_that_cannot_be_a_schema_are_refused_before_the_request()
    {
        var model = new FakeModel("x");
        (await Should.ThrowAsync<LlmException>(
            () => model.PromptAsync("x", Known.Default.Object))).Message.ShouldContain("Object cannot be a schema");
        (await Should.ThrowAsync<LlmException>(
            () => model.PromptAsync("x", Known.Default.Action))).Message.ShouldContain("Action cannot be a schema");
        (await Should.ThrowAsync<LlmException>(() => model.PromptAsync<Action>("x"))).Message.ShouldContain("Action cannot be a schema");
        model.Prompts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_conversation_and_a_response_give_values_too()
    {
        var conversation = new FakeModel("""{"name":"Cleo","age":3,"size":"Small"}""").StartConversation();
        (await conversation.PromptAsync("A dog", Known.Default.Dog)).Age.ShouldBe(3);
        var response = conversation.Ask("Another", new PromptOptions { Schema = SchemaDsl.Parse("name, age int, size") });
        (await response.GetValueAsync(Known.Default.Dog)).Name.ShouldBe("Cleo");
        (await response.GetValueAsync<Dog>()).Name.ShouldBe("Cleo");
        conversation.Responses.Count.ShouldBe(2);
    }
}
