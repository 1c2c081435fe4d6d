using System.Text.Json.Nodes;
using Llm.Storage.Logs;

namespace Llm.Cli.Tests.Commands;

public sealed class PromptSchemaTests : IDisposable
{
    private const string Dog = """{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer","description":"in years"}},"required":["name","age"]}""";

    private readonly CommandRunner llm = new();

    [Theory]
    [InlineData(Dog)]
    [InlineData("name, age int: in years")]
    [InlineData("name\nage int: in years")]
    [InlineData("t:dog")]
    public async Task A_schema_can_be_given_in_several_ways(string schema)
    {
        llm.User.Write("templates/dog.yaml", "schema_object: " + Dog);
        await llm.RunAsync("ask", "--schema", schema);
        llm.LastPrompt.Schema!.ToJsonString().ShouldBe(Dog);
    }

    [Fact]
    public async Task A_schema_is_read_from_a_file()
    {
        await llm.RunAsync("ask", "--schema", llm.User.Write("dog.json", Dog));
        llm.LastPrompt.Schema!.ToJsonString().ShouldBe(Dog);
        (await llm.RunAsync("ask", "--schema", llm.User.Write("bad.json", "{")))
            .ShouldBe(CommandResult.Failure("Schema file contained invalid JSON"));
    }

    [Fact]
    public async Task A_stored_schema_is_found_by_its_id()
    {
        string id;
        using (var store = LogStore.Open(llm.Directory.LogsDatabase)) id = await store.EnsureSchemaAsync(JsonNode.Parse(Dog)!.AsObject());
        await llm.RunAsync("ask", "--schema", id);
        llm.LastPrompt.Schema!.ToJsonString().ShouldBe(Dog);
    }

    [Fact]
    public async Task Several_results_are_wrapped_into_a_list()
    {
        await llm.RunAsync("ask", "--schema-multi", "name str");
        llm.LastPrompt.Schema!.ToJsonString().ShouldBe(
            """{"type":"object","properties":{"items":{"type":"array","items":"""
            + """{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}}},"required":["items"]}""");
    }

    [Fact]
    public async Task What_is_no_schema_is_refused()
    {
        var result = await llm.RunAsync("ask", "--schema", "zzz");
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldEndWith("Error: Invalid value: Invalid schema\n");
        (await llm.RunAsync("ask", "--schema", "t:zzz")).ShouldBe(CommandResult.Failure("Invalid template: zzz"));
        llm.User.Write("templates/plain.yaml", "prompt: x");
        (await llm.RunAsync("ask", "--schema", "t:plain")).ShouldBe(CommandResult.Failure("Template 'plain' has no schema"));
        llm.Prompts.ShouldBeEmpty();
    }

    public void Dispose() => llm.Dispose();
}
