using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public sealed class LogsListTests : IDisposable
{
    private readonly CommandRunner llm = new(
        new FakeModel(
            (prompt, _, _) => new StreamEvent[] { $"You said {prompt.Text}.\n```\ncode {prompt.Text}\n```\n" }.ToAsyncEnumerable()),
        new FakeModel((_, _, _) => new StreamEvent[] { "Other" }.ToAsyncEnumerable(), "other"));

    [Theory]
    [InlineData("three four five")]
    [InlineData("five", "-n", "1")]
    [InlineData("one two three four five", "-n", "0")]
    [InlineData("four", "-m", "other")]
    [InlineData("two three five", "-m", "f")]
    [InlineData("one five", "-c")]
    [InlineData("five", "-c", "-n", "1")]
    [InlineData("three", "-q", "three")]
    [InlineData("", "-q", "zzz")]
    [InlineData("three four five", "--schema", "{}")]
    [InlineData("five one", "-q", "one OR five", "-l")]
    public async Task Filters_choose_the_turns(string expected, params string[] options)
    {
        await FillAsync();
        var words = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        (await PromptsAsync(options)).ShouldBe(words);
    }

    [Fact]
    public async Task A_conversation_and_ids_choose_the_turns()
    {
        await FillAsync();
        var turns = await TurnsAsync("-n", "0");
        var (first, third) = (turns[0]!["conversation_id"]!.GetValue<string>(), turns[2]!["id"]!.GetValue<string>());
        (await PromptsAsync("--cid", first)).ShouldBe(["one", "five"]);
        (await PromptsAsync("--id-gt", third)).ShouldBe(["four", "five"]);
        (await PromptsAsync("--id-gte", third)).ShouldBe(["three", "four", "five"]);
        (await llm.RunAsync("logs", "--cid", "zzz")).ShouldBe(CommandResult.Success());
    }

    [Fact]
    public async Task Fragments_choose_the_turns()
    {
        var fragment = llm.User.Write("fragment.txt", "FRAGMENT");
        await llm.RunAsync("with", "-f", fragment);
        await llm.RunAsync("without");
        (await TurnsAsync("-f", fragment)).ShouldHaveSingleItem()!["prompt_fragments"]![0]!["content"]!.GetValue<string>()
            .ShouldBe("FRAGMENT");
    }

    [Fact]
    public async Task The_last_answer_or_its_code_can_be_shown_alone()
    {
        await FillAsync();
        (await llm.RunAsync("logs", "-r")).ShouldBe(CommandResult.Success("You said five.\n```\ncode five\n```\n\n"));
        (await llm.RunAsync("logs", "-x", "-n", "1")).ShouldBe(CommandResult.Success("code five\n\n"));
        (await llm.RunAsync("logs", "--xl", "-n", "1")).ShouldBe(CommandResult.Success("code five\n\n"));
    }

    [Fact]
    public async Task The_short_form_is_YAML()
    {
        await llm.RunAsync("a " + new string('x', 150), "-s", "be\nbrief");
        var id = (await TurnsAsync())[0]!["conversation_id"]!.GetValue<string>();
        (await llm.RunAsync("logs", "-s")).ShouldBe(CommandResult.Success($"""
            - model: fake
              datetime: '2026-01-02T03:05:05'
              conversation: {id}
              system: be brief
              prompt: a {new string('x', 55)}... {new string('x', 57)}
              prompt_fragments: []
              system_fragments: []

            """));
        (await llm.RunAsync("logs", "-s", "--json", "-r"))
            .ShouldBe(CommandResult.Failure("Cannot use --short and --json or --response together"));
    }

    [Fact]
    public async Task Truncating_cuts_texts_in_JSON()
    {
        await llm.RunAsync(new string('x', 150));
        var turn = (await TurnsAsync("-t"))[0]!;
        turn["prompt"]!.GetValue<string>().ShouldBe(new string('x', 97) + "...");
        turn["response"]!.GetValue<string>().Length.ShouldBe(100);
    }

    public void Dispose() => llm.Dispose();

    /// <summary>Five turns, the last in the first's conversation.</summary>
    private async Task FillAsync()
    {
        await llm.RunAsync("one");
        var conversation = (await TurnsAsync())[0]!["conversation_id"]!.GetValue<string>();
        await llm.RunAsync("two");
        await llm.RunAsync("three");
        await llm.RunAsync("four", "-m", "other");
        await llm.RunAsync("five", "--cid", conversation);
    }

    private async Task<JsonArray> TurnsAsync(params string[] options) =>
        JsonNode.Parse((await llm.RunAsync(["logs", "--json", .. options])).Output)!.AsArray();

    private async Task<IEnumerable<string>> PromptsAsync(params string[] options) =>
        [.. (await TurnsAsync(options)).Select(turn => turn!["prompt"]!.GetValue<string>())];
}
