using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

/// <summary>The commands of a chat that the Python tool lacks.</summary>
public sealed class ChatCommandsTests : IDisposable
{
    private int calls;

    private readonly CommandRunner llm;

    public ChatCommandsTests() => llm = new CommandRunner(
        new FakeModel((_, _, _) => new StreamEvent[] { $"answer {++calls}" }.ToAsyncEnumerable()),
        new FakeModel((_, _, _) => new StreamEvent[] { "Other" }.ToAsyncEnumerable(), "other"))
    { InputIsTerminal = true };

    [Fact]
    public async Task The_last_message_can_be_asked_again()
    {
        var file = llm.User.Write("one.txt", "ONE");
        (await llm.ChatAsync(["a", "!retry", "b", "!retry", "exit"], "-s", "brief", "-f", file)).ShouldBe(
            CommandResult.Success(ChatRunner.Page("fake", "answer 1", "answer 2", "answer 3", "answer 4")));
        Said(llm.Prompts[1]).ShouldBe(["system: brief", "user: ONE\na"]);
        Said(llm.LastPrompt).ShouldBe(["system: brief", "user: ONE\na", "assistant: answer 2", "user: b"]);
        // What was answered stays in the log, all in one conversation, which goes on from the last answer.
        (await TurnsAsync()).Select(turn => turn["response"]!.GetValue<string>())
            .ShouldBe(["answer 1", "answer 2", "answer 3", "answer 4"]);
        await llm.RunAsync("-c", "c");
        Said(llm.LastPrompt)[2..].ShouldBe(["assistant: answer 2", "user: b", "assistant: answer 4", "user: c"]);
    }

    [Fact]
    public async Task The_last_message_can_be_forgotten()
    {
        var result = await llm.ChatAsync(["a", "b", "!undo", "!undo", "!undo", "c", "d"], "-s", "brief");
        result.Error.ShouldBe("Removed: b\nRemoved: a\nError: There is no message in this chat yet\n");
        Said(llm.LastPrompt).ShouldBe(["system: brief", "user: c", "assistant: answer 3", "user: d"]);
    }

    [Fact]
    public async Task What_an_earlier_process_said_stays()
    {
        await llm.RunAsync("first");
        await llm.ChatAsync(["a", "!undo", "b"], "-c");
        Said(llm.LastPrompt).ShouldBe(["user: first", "assistant: answer 1", "user: b"]);
    }

    [Fact]
    public async Task A_failed_message_can_be_asked_again()
    {
        var fails = true;
        using var failing = new CommandRunner(new FakeModel((_, _, _) => fails
            ? throw new LlmException("The server is away.")
            : new StreamEvent[] { "Here" }.ToAsyncEnumerable()))
        { InputIsTerminal = true };
        (await failing.ChatAsync(["a", "!retry"])).Error.ShouldBe("Error: The server is away.\nError: The server is away.\n");
        fails = false;
        (await failing.ChatAsync(["a", "!retry"])).Output.ShouldBe(ChatRunner.Page("fake", "Here", "Here"));
        Said(failing.LastPrompt).ShouldBe(["user: a"]);
    }

    [Fact]
    public async Task The_model_can_be_changed_with_its_stored_options()
    {
        llm.User.Write("model_options.json", """{"fake": {"temperature": 0.5}, "other": {"size": "small"}}""");
        var result = await llm.ChatAsync(["!model", "!model other", "a", "!model nope", "!model f", "b"]);
        result.Error.ShouldBe("Chatting with fake\nChatting with other\nError: 'nope' is not a known model\nChatting with fake\n");
        Said(llm.LastPrompt).ShouldBe(["user: a", "assistant: Other", "user: b"]);
        var turns = await TurnsAsync();
        turns.Select(turn => turn["model"]!.GetValue<string>()).ShouldBe(["other", "fake"]);
        turns.Select(turn => turn["options_json"]!.ToJsonString()).ShouldBe(["""{"size":"small"}""", """{"temperature":0.5}"""]);
    }

    [Fact]
    public async Task An_attachment_goes_with_the_next_message()
    {
        var image = llm.User.Write("an image.png", "no image, but called one");
        await File.WriteAllBytesAsync(image, [0x89, .. "PNG\r\n"u8, 0x1a, 0x0a], TestContext.Current.CancellationToken);
        var result = await llm.ChatAsync([$"!attachment {image}", "!attachment absent.png", "!attachment -", "look", "!retry", "and now"]);
        result.Error.ShouldBe($"""
            {image} (image/png) will be sent with your next message.
            Error: File absent.png does not exist
            Error: Name a file or a URL: !attachment <path or URL>

            """);
        llm.Prompts.Select(prompt => prompt.Attachments.Count).ShouldBe([1, 1, 0]);
        llm.Prompts[0].Attachments[0].Path.ShouldBe(image);
    }

    [Fact]
    public async Task A_script_ends_where_a_command_cannot_be_obeyed()
    {
        using var script = new CommandRunner();
        var result = await script.ChatAsync(["!undo", "a"]);
        (result.ExitCode, result.Error).ShouldBe((1, "Error: There is no message in this chat yet\n"));
        script.Prompts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_a_person_is_told_of_them()
    {
        using var terminal = new CommandRunner { OutputIsTerminal = true };
        (await terminal.ChatAsync(["exit"])).Output.ShouldContain("Type '!retry' to ask again");
        (await llm.ChatAsync(["exit"])).Output.ShouldBe(ChatRunner.Page("fake"));
    }

    public void Dispose() => llm.Dispose();

    private static string[] Said(Prompt prompt) => [.. prompt.Messages.Select(message => $"{message.Role}: {message.Text}")];

    private async Task<List<JsonObject>> TurnsAsync() =>
        [.. JsonNode.Parse((await llm.RunAsync("logs", "--json", "-n", "0")).Output)!.AsArray().Select(turn => turn!.AsObject())];
}
