namespace Llm.Cli.Tests.Commands;

public sealed class ChatTemplateTests : IDisposable
{
    private readonly CommandRunner llm = new();

    [Theory]
    [InlineData("prompt: 'Into $lang: $input'", "Into Welsh: a", "Into Welsh: b")]
    [InlineData("prompt: Translate to $lang", "Translate to Welsh\na", "Translate to Welsh\nb")]
    [InlineData("system: Speak $lang", "a", "b")]
    public async Task Every_text_is_put_into_the_template(string template, params string[] expected)
    {
        llm.User.Write("templates/t.yaml", template);
        (await llm.ChatAsync(["a", "b", "exit"], "-t", "t", "-p", "lang", "Welsh")).ExitCode.ShouldBe(0);
        llm.Prompts.Select(prompt => prompt.Text).ShouldBe(expected);
    }

    [Fact]
    public async Task A_template_brings_system_prompt_options_fragments_and_attachments()
    {
        var one = llm.User.Write("one.txt", "ONE");
        var image = llm.User.Write("image.bin", "no image, but called one");
        llm.User.Write("templates/t.yaml", $"""
            system: Be brief
            options:
              temperature: 0.5
            fragments:
            - {one}
            attachment_types:
            - type: image/png
              value: {image}
            """);
        await llm.ChatAsync(["a", "b"], "-t", "t");
        var (first, second) = (llm.Prompts[0], llm.Prompts[1]);
        (first.System, first.Text, first.Options.ToJsonString()).ShouldBe(("Be brief", "ONE\na", """{"temperature":0.5}"""));
        first.Attachments.ShouldHaveSingleItem().Path.ShouldBe(image);
        (second.System, second.Text, second.Options.ToJsonString()).ShouldBe(("", "b", """{"temperature":0.5}"""));
        second.Attachments.ShouldBeEmpty();
        second.Messages.Count(message => message.Role == "system").ShouldBe(1);
    }

    [Fact]
    public async Task A_system_prompt_of_the_user_wins()
    {
        llm.User.Write("templates/t.yaml", "system: Template\n");
        await llm.ChatAsync(["a"], "-t", "t", "-s", "User");
        llm.LastPrompt.System.ShouldBe("User");
    }

    [Fact]
    public async Task A_variable_without_value_ends_the_chat()
    {
        llm.User.Write("templates/t.yaml", "prompt: 'Into $lang: $input'\n");
        var result = await llm.ChatAsync(["a"], "-t", "t");
        (result.ExitCode, result.Error).ShouldBe((1, "Error: Missing variables: lang\n"));
        (await llm.ChatAsync(["a"], "-t", "zzz")).ShouldBe(CommandResult.Failure("Invalid template: zzz"));
        llm.Prompts.ShouldBeEmpty();
    }

    public void Dispose() => llm.Dispose();
}
