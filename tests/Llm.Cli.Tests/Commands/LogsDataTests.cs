using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public sealed class LogsDataTests : IDisposable
{
    private readonly CommandRunner llm = new(new FakeModel((prompt, _, _) => new StreamEvent[] { prompt.Text }.ToAsyncEnumerable()));

    [Fact]
    public async Task Answers_that_are_JSON_are_shown_newest_first_as_lines()
    {
        await FillAsync();
        (await llm.RunAsync("logs", "--data", "-n", "0")).ShouldBe(CommandResult.Success(
            "{\"items\": [{\"n\": 2}, {\"n\": 3}]}\n{\"n\": 1}\n"));
    }

    [Fact]
    public async Task An_array_is_one_document_from_old_to_new()
    {
        await FillAsync();
        (await llm.RunAsync("logs", "--data-array", "-n", "0")).ShouldBe(CommandResult.Success(
            "[{\"n\": 1},\n {\"items\": [{\"n\": 2}, {\"n\": 3}]}]\n"));
        (await llm.RunAsync("logs", "--data-array", "-m", "zzz")).ShouldBe(CommandResult.Success("[]\n"));
    }

    [Fact]
    public async Task A_key_takes_the_objects_under_it()
    {
        await FillAsync();
        (await llm.RunAsync("logs", "--data", "--data-key", "items", "-n", "0"))
            .ShouldBe(CommandResult.Success("{\"n\": 2}\n{\"n\": 3}\n{\"n\": 1}\n"));
    }

    [Fact]
    public async Task Ids_are_added_under_names_that_are_free()
    {
        await llm.RunAsync("""{"n": 1, "response_id": "mine"}""");
        var id = JsonNode.Parse((await llm.RunAsync("logs", "--json")).Output)![0]!["id"]!.GetValue<string>();
        (await llm.RunAsync("logs", "--data-ids")).ShouldBe(CommandResult.Success(
            $$"""{"n": 1, "response_id": "mine", "response_id_": "{{id}}", "conversation_id": "{{id}}"}""" + "\n"));
    }

    [Fact]
    public async Task A_schema_chooses_the_answers()
    {
        await llm.RunAsync("""{"n": 1}""", "--schema", "n int, m int");
        await llm.RunAsync("""{"n": 2}""");
        (await llm.RunAsync("logs", "--data", "--schema", "n int, m int")).ShouldBe(CommandResult.Success("{\"n\": 1}\n"));
    }

    public void Dispose() => llm.Dispose();

    private async Task FillAsync()
    {
        await llm.RunAsync("""{"n": 1}""");
        await llm.RunAsync("not JSON");
        await llm.RunAsync("""{"items": [{"n": 2}, {"n": 3}]}""");
    }
}
