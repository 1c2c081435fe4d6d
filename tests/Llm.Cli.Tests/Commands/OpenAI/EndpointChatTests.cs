namespace Llm.Cli.Tests.Commands.OpenAI;

/// <summary><c>llm openai endpoint --chat</c>.</summary>
public sealed class EndpointChatTests : EndpointTest
{
    [Fact]
    public async Task A_chat_keeps_the_conversation_and_sends_instructions_and_attachments_once()
    {
        (await ChatAsync(["one", "two"], "-s", "Be brief", "--at", "https://images.example/one.jpg", "image/jpeg")).ShouldBe(
            CommandResult.Success(Page("echo: one", "echo: two")));
        var messages = Body["messages"]!.AsArray();
        messages.Select(message => message!["role"]!.GetValue<string>()).ShouldBe(["system", "user", "assistant", "user"]);
        messages[1]!["content"]!.AsArray().Count.ShouldBe(2);
        messages[3]!["content"]!.GetValue<string>().ShouldBe("two");
    }

    [Fact]
    public async Task Fragments_have_no_command_but_several_lines_do()
    {
        (await ChatAsync(["!fragment x", "!multi", "a", "b", "!end"])).ShouldBe(
            CommandResult.Success(Page("echo: !fragment x", "echo: a\nb")));
    }

    [Fact]
    public async Task A_template_is_filled_each_time_and_tools_run()
    {
        Llm.User.Write("templates/t.yaml", "prompt: 'Q: $input'\nsystem: You are terse\n");
        (await ChatAsync(["one", "two"], "-t", "t")).Output.ShouldContain("> echo: Q: one\n> echo: Q: two\n");
        Body["messages"]!.AsArray().Count(message => message!["role"]!.GetValue<string>() == "system").ShouldBe(1);
        (await ChatAsync(["CALL llm_version {}"], "-T", "llm_version")).Output.ShouldContain("> results: ");
    }

    [Fact]
    public async Task Options_reach_every_turn_and_reasoning_is_shown_without_streaming()
    {
        var result = await ChatAsync(["REASON hm\nREPLY yes".Replace("\n", " ")], "--no-stream", "-o", "temperature", "0");
        result.ExitCode.ShouldBe(0);
        (Body["stream"]!.GetValue<bool>(), Body["temperature"]!.GetValue<double>()).ShouldBe((false, 0));
        (await ChatAsync(["!multi", "REASON hm", "REPLY yes", "!end"], "--no-stream")).ShouldBe(
            CommandResult.Success(Page("yes"), "hm\n"));
        (await ChatAsync(["!multi", "REASON hm", "REPLY yes", "!end"], "--no-stream", "-R")).ShouldBe(CommandResult.Success(Page("yes")));
    }

    [Fact]
    public async Task Another_model_of_the_same_server_can_be_chosen()
    {
        var result = await ChatAsync(["one", "!model other", "two"]);
        result.Error.ShouldContain($"Chatting with other at {Url}");
        (Body["model"]!.GetValue<string>(), Server.Requests.Count).ShouldBe(("other", 2));
    }

    private Task<CommandResult> ChatAsync(string[] lines, params string[] options) =>
        PipeAsync(string.Concat(lines.Append("exit").Select(line => line + "\n")), ["--chat", .. options]);

    private string Page(params string[] answers) =>
        $"""
        Chatting with m at {Url}
        Type 'exit' or 'quit' to exit
        Type '!multi' to enter multiple lines, then '!end' to finish
        Type '!edit' to open your default editor and modify the prompt

        """ + $"{string.Concat(answers.Select(answer => $"> {answer}\n"))}> ";
}
