using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Llm.Storage.Logs;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public sealed class LogsMarkdownTests : IDisposable
{
    private static readonly Tool Weather = new(
        "weather", "Tells the weather.", new JsonObject
        {
            ["properties"] = new JsonObject { ["city"] = new JsonObject { ["type"] = "string" } },
        });

    private readonly CommandRunner llm = new(new FakeModel(AnswerAsync));

    [Fact]
    public async Task A_row_of_an_older_version_without_a_conversation_says_None()
    {
        using (var store = LogStore.Open(llm.Directory.LogsDatabase)) (await store.CountAsync()).Turns.ShouldBe(0);
        using (var database = Storage.Sqlite.Database.Open(llm.Directory.LogsDatabase))
            database.Execute("INSERT INTO responses (id, model, prompt, response, datetime_utc) VALUES ('01a', 'm', 'one\u001ctwo', 'yes', '2024-01-02T03:04:05')");
        (await llm.RunAsync("logs")).Output.ShouldStartWith("# 2024-01-02T03:04:05    conversation: None id: 01a\n\nModel: **m**\n");
        (await llm.RunAsync("logs", "-s")).Output.ShouldContain("prompt: one two\n");
    }

    [Fact]
    public async Task A_turn_is_shown_with_all_that_belongs_to_it()
    {
        var fragment = llm.User.Write("fragment.txt", "FRAGMENT");
        var image = llm.User.Write("image.bin", "not looked at");
        await llm.RunAsync(
            "ask", "-s", "be brief", "-o", "temperature", "0.5", "-o", "loud", "1", "--schema", "n int, m", "-f", fragment, "--sf",
            fragment, "--at", image, "image/png");
        var (id, conversation) = await IdsAsync();
        var hash = new Fragment("FRAGMENT").Hash;
        (await llm.RunAsync("logs", "-u")).ShouldBe(CommandResult.Success($$"""
            # 2026-01-02T03:05:05    conversation: {{conversation}} id: {{id}}

            Model: **fake** (resolved: **fake-2026**)

            ## Prompt

            FRAGMENT
            ask

            ### Prompt fragments

            - {{hash}}

            ## Options

            - temperature: 0.5
            - loud: True

            ## System

            FRAGMENT

            be brief

            ### System fragments

            - {{hash}}

            ## Schema

            ```json
            {
              "type": "object",
              "properties": {
                "n": {
                  "type": "integer"
                },
                "m": {
                  "type": "string"
                }
              },
              "required": [
                "n",
                "m"
              ]
            }
            ```

            ### Attachments

            1. **image/png**: `{{image}}`

            ## Reasoning

            Let me think.

            ## Response

            ```json
            {
              "n": 1,
              "m": "x"
            }
            ```

            ## Token usage

            1,234 input, 5 output, `{"reasoning": 3}`


            """));
    }

    [Fact]
    public async Task Tools_calls_and_results_are_shown()
    {
        var model = new FakeModel(
            new ToolCallNameEvent("weather") { ToolCallId = "c2" },
            new ToolCallArgumentsEvent("""{"city": "Rome", "days": 2}""") { ToolCallId = "c2" });
        var response = await model.PromptAsync("ask", new PromptOptions
        {
            Tools = [Weather],
            ToolResults = [new ToolResult("weather", "sunny") { ToolCallId = "c1", Exception = "Slow" }],
        });
        using (var store = LogStore.Open(llm.Directory.LogsDatabase)) await store.LogAsync(response);
        var output = (await llm.RunAsync("logs")).Output;
        output[output.IndexOf("## Prompt", StringComparison.Ordinal)..].ShouldBe($$$"""
            ## Prompt

            ask

            ### Tools

            - **weather**: `{{{Weather.Hash()}}}`  
                Tells the weather.  
                Arguments: `{"city": {"type": "string"}}`

            ### Tool results

            - **weather**: `c1`  
                ```
                sunny
                ```  
                **Error**: Slow


            ## Response

            ### Tool calls

            - **weather**: `c2`  
                city:
                ```
                Rome
                ```
                days: `2`


            """);
    }

    [Fact]
    public async Task One_conversation_is_named_once_and_a_system_prompt_shown_once()
    {
        await llm.RunAsync("one", "-s", "be brief");
        await llm.RunAsync("two", "-c");
        var (_, conversation) = await IdsAsync();
        var output = (await llm.RunAsync("logs", "-c")).Output;
        output.Split('\n').Where(line => line.StartsWith("# ", StringComparison.Ordinal)).Last().ShouldBe("# 2026-01-02T03:06:05");
        output.Split(conversation).Length.ShouldBe(2);
        output.Split("be brief").Length.ShouldBe(2);
        (await llm.RunAsync("logs")).Output.Split(conversation).Length.ShouldBe(3);
    }

    [Fact]
    public async Task Fragments_can_be_expanded_and_texts_truncated()
    {
        await llm.RunAsync(new string('x', 150), "-f", llm.User.Write("fragment.txt", "FRAGMENT"), "-o", "temperature", "1");
        var hash = new Fragment("FRAGMENT").Hash;
        (await llm.RunAsync("logs", "-e")).Output.ShouldContain(
            $"### Prompt fragments\n\n<details><summary>{hash}</summary>\nFRAGMENT\n</details>\n");
        var truncated = (await llm.RunAsync("logs", "-t")).Output;
        truncated.ShouldContain($"## Prompt\n\nFRAGMENT\n{new string('x', 88)}...\n");
        truncated.ShouldNotContain("## Options");
    }

    public void Dispose() => llm.Dispose();

    private static async IAsyncEnumerable<StreamEvent> AnswerAsync(
        Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        yield return new ReasoningEvent("Let me think.");
        yield return """{"n": 1, "m": "x"}""";
        context.ResolvedModel = "fake-2026";
        context.Usage = new Usage { InputTokens = 1234, OutputTokens = 5, Details = new JsonObject { ["reasoning"] = 3 } };
    }

    private async Task<(string Id, string Conversation)> IdsAsync()
    {
        var turn = JsonNode.Parse((await llm.RunAsync("logs", "--json", "-n", "1")).Output)![0]!;
        return (turn["id"]!.GetValue<string>(), turn["conversation_id"]!.GetValue<string>());
    }
}
