using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Llm.Tests.Tools;

/// <summary>JSON options of tools that a program gives, as it must for types without generated metadata.</summary>
public sealed partial class ToolJsonTests
{
    internal interface IAnimal;

    internal sealed record Dog(string FullName) : IAnimal;

    [Theory]
    [InlineData("result")]
    [InlineData("parameter 'other'")]
    public void A_type_without_metadata_is_refused_when_the_tool_is_made(string use)
    {
        Delegate method = use == "result" ? IAnimal (Dog dog) => dog : (IAnimal other) => "";
        Should.Throw<LlmException>(() => Tool.FromMethod(method, json: Animals.Default.Options)).Message.ShouldBe(
            $"{method.Method.Name} cannot be a tool: the type Llm.Tests.Tools.ToolJsonTests+IAnimal of its {use} has no JSON metadata. "
            + "Pass the options of a JsonSerializerContext that has [JsonSerializable] for the type as json, or override JsonOptions "
            + "in a toolbox.");
    }

    [Fact]
    public async Task Text_and_JSON_need_no_metadata_as_results()
    {
        Delegate[] methods =
        [
            (Dog dog) => dog.FullName, (Dog dog) => Task.FromResult(new JsonObject()), (Dog dog) => (JsonNode?)null,
            object (Dog dog) => dog,
        ];
        var call = new ToolCall("f", new JsonObject { ["dog"] = new JsonObject { ["full_name"] = "Cleo" } });
        var outputs = new List<string>();
        foreach (var method in methods)
        {
            var tool = Tool.FromMethod(method, "f", json: Animals.Default.Options);
            outputs.Add((await tool.Implementation!(call, TestContext.Current.CancellationToken)).Text);
        }

        outputs.ShouldBe(["Cleo", "{}", "null", "{\"full_name\": \"Cleo\"}"]);
    }

    [Fact]
    public void A_type_that_is_not_JSON_is_refused_with_any_options()
    {
        Delegate method = (ref int x) => x;
        Should.Throw<LlmException>(() => Tool.FromMethod(method, json: Animals.Default.Options))
            .Message.ShouldContain("cannot be a tool: ");
    }

    [Fact]
    public async Task A_toolbox_uses_its_options_for_its_methods_and_for_those_that_it_adds()
    {
        await using var kennel = new Kennel();
        kennel.AddTool(Tool.FromMethod((Dog dog) => dog, "own"));
        kennel.AddTool((Dog dog) => dog, new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower });
        kennel.AddTool(Keep);
        var names = kennel.Tools.Select(tool => tool.InputSchema["properties"]!["dog"]!["properties"]!.AsObject().Single().Key);
        names.ShouldBe(["full_name", "fullName", "full-name", "full_name"]);
        var call = new ToolCall("keep", new JsonObject { ["dog"] = new JsonObject { ["full_name"] = "Cleo" } });
        var token = TestContext.Current.CancellationToken;
        foreach (var tool in new[] { kennel.Tools[0], kennel.Tools[3] })
            (await tool.Implementation!(call, token)).Text.ShouldBe("""{"full_name": "Cleo"}""");

        static Dog Keep(Dog dog) => dog;
    }

    [Fact]
    public async Task A_type_of_toolbox_uses_its_options_for_listings_and_arguments()
    {
        var type = ToolboxType.Create((Dog first) => new Kennel { First = first }, json: Animals.Default.Options);
        type.Name.ShouldBe("Kennel");
        type.Tools.ShouldHaveSingleItem().Signature.ShouldBe("Kennel_walk(dog: dict) -> dict");
        var arguments = new JsonObject { ["first"] = new JsonObject { ["full_name"] = "Cleo" } };
        var kennel = await type.CreateAsync(arguments, TestContext.Current.CancellationToken);
        ((Kennel)kennel).First.ShouldBe(new Dog("Cleo"));
    }

    [Fact]
    public void A_factory_must_return_a_toolbox() =>
        Should.Throw<ArgumentException>(() => ToolboxType.Create(() => "")).Message.ShouldStartWith(
            "The factory returns String, which is not a class derived from Toolbox.");

    internal sealed class Kennel : Toolbox
    {
        public Dog? First { get; init; }

        protected override JsonSerializerOptions JsonOptions => Animals.Default.Options;

        public Dog Walk(Dog dog) => First ?? dog;
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(Dog))]
    internal sealed partial class Animals : JsonSerializerContext;
}
