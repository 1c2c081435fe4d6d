namespace Llm.Cli.Tests.Commands;

/// <summary>The only tests here that set the editor, which is one for the whole process.</summary>
public sealed class ChatEditorTests : IDisposable
{
    private readonly CommandRunner llm = new();

    public ChatEditorTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the editor is a shell script");

    [Fact]
    public async Task A_message_can_be_written_in_an_editor()
    {
        UseEditor("printf ' written\\n!fragment stays\\n\\n' > \"$1\"");
        await llm.ChatAsync(["!edit", "!multi", "above", "!edit", "below", "!end"]);
        llm.Prompts.Select(prompt => prompt.Text).ShouldBe(["written\n!fragment stays", "above\nwritten\n!fragment stays\nbelow"]);
    }

    [Fact]
    public async Task An_editor_that_is_left_empty_asks_nothing()
    {
        UseEditor("true");
        (await llm.ChatAsync(["!edit", "exit"])).ShouldBe(
            CommandResult.Success(ChatRunner.Page("fake") + "> ", "Editor closed without saving.\n"));
        llm.Prompts.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_editor_that_fails_is_told()
    {
        UseEditor("exit 3");
        (await llm.ChatAsync(["!edit"])).Error.ShouldEndWith("Editing failed\n");
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("VISUAL", null);
        llm.Dispose();
    }

    private void UseEditor(string script) => Environment.SetEnvironmentVariable("VISUAL", $"sh {llm.User.Write("editor.sh", script)}");
}
