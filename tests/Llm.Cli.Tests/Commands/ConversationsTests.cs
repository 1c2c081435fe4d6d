using System.Text.Json.Nodes;

namespace Llm.Cli.Tests.Commands;

public sealed class ConversationsTests : IDisposable
{
    private readonly CommandRunner llm = new();

    public void Dispose() => llm.Dispose();

    [Fact]
    public async Task The_list_shows_who_spoke_last_first()
    {
        await llm.RunAsync("A walrus,\nplease");
        await llm.RunAsync("An otter");
        llm.Clock.Now += TimeSpan.FromDays(3);
        var id = JsonNode.Parse((await llm.RunAsync("conversations", "-q", "WALRUS", "--json")).Output)![0]!["id"]!.GetValue<string>();
        await llm.RunAsync("--cid", id, "Another");
        var lines = (await llm.RunAsync("conversations")).Output.Split('\n');
        lines.Length.ShouldBe(3);
        lines[0].ShouldMatch($"^{id}  1min  2 turns  fake  A walrus, please$");
        lines[1].ShouldMatch("^[0-9a-z]{26}  3d    1 turn   fake  An otter$");
        (await llm.RunAsync("conversations", "-n", "1")).Output.Split('\n').Length.ShouldBe(2);
        var json = JsonNode.Parse((await llm.RunAsync("conversations", "list", "--json")).Output)!.AsArray();
        json.Select(item => item!["turns"]!.GetValue<int>()).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task A_conversation_gets_another_name()
    {
        await llm.RunAsync("hello");
        var id = JsonNode.Parse((await llm.RunAsync("conversations", "--json")).Output)![0]!["id"]!.GetValue<string>();
        (await llm.RunAsync("conversations", "rename", id, "Greetings")).ShouldBe(CommandResult.Success());
        (await llm.RunAsync("conversations", "-q", "greet")).Output.ShouldContain("Greetings");
        (await llm.RunAsync("conversations", "rename", "none", "x")).ShouldBe(
            CommandResult.Failure("No conversation found with id=none. 'llm conversations' lists them."));
    }

    [Fact]
    public async Task An_export_holds_everything()
    {
        await llm.RunAsync("hello", "-s", "Be brief");
        await llm.RunAsync("-c", "again");
        var id = JsonNode.Parse((await llm.RunAsync("conversations", "--json")).Output)![0]!["id"]!.GetValue<string>();
        (await llm.RunAsync("conversations", "export")).Output.ShouldBe(
            $"# hello\n\nfake, {id}\n\n## System\n\nBe brief\n\n## User\n\nhello\n\n## Assistant\n\nHello world\n\n"
            + "## User\n\nagain\n\n## Assistant\n\nHello world\n");
        var json = JsonNode.Parse((await llm.RunAsync("conversations", "export", id, "--json")).Output)!;
        json["messages"]!.AsArray().Select(message => Message.FromJson(message!.AsObject()).Text)
            .ShouldBe(["Be brief", "hello", "Hello world", "again", "Hello world"]);
        (await llm.RunAsync("conversations", "export", "none")).ExitCode.ShouldBe(1);
    }

    [Fact]
    public void A_transcript_shows_tools_reasoning_and_attachments()
    {
        var conversation = new LoggedConversation
        {
            Id = "01a",
            Name = null,
            ModelId = "m",
            Messages =
            [
                Message.User("run", Attachment.FromUrl("https://example.com/x.png", "image/png")),
                Message.Assistant(
                    new ReasoningPart("first\nsecond"),
                    new ToolCallPart { Name = "t", Arguments = new JsonObject { ["a"] = 1 }, ToolCallId = "c" }),
                Message.Tool(new ToolResultPart { Name = "t", Output = "```x```", ToolCallId = "c" }),
            ],
            Tools = [],
            IsLegacy = false,
        };
        Llm.Storage.Logs.Transcript.ToMarkdown(conversation).ShouldBe(
            "# 01a\n\nm, 01a\n\n## User\n\nrun\n\n- attachment: https://example.com/x.png (image/png)\n\n## Assistant\n\n"
            + "> first\n> second\n\nCalls `t`:\n\n"
            + "```json\n{\n  \"a\": 1\n}\n```\n\n## Tool\n\nResult of `t`:\n\n````\n```x```\n````\n");
    }
}
