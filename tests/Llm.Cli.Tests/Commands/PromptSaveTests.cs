namespace Llm.Cli.Tests.Commands;

public sealed class PromptSaveTests : IDisposable
{
    private readonly CommandRunner llm = new();

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told()
    {
        llm.User.Write("templates", "a file where the folder should be");
        var result = await llm.RunAsync("Ask", "--save", "all");
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldStartWith($"Error: Cannot create the directory {Path.GetDirectoryName(Saved("all"))}: ");
    }

    [Fact]
    public async Task Every_option_is_saved_and_comes_back()
    {
        var fragment = llm.User.Write("fragment.txt", "FRAGMENT");
        var image = llm.User.Write("image.bin", "not looked at");
        var result = await llm.RunAsync(
            "Ask $name", "--save", "all", "-m", "f", "-s", "Be brief", "-p", "name", "Ann", "-x", "--schema", "name, age int", "-f",
            fragment,
            "--sf", fragment, "--at", image, "image/png", "-o", "temperature", "0.5", "-o", "loud", "on");
        result.ShouldBe(CommandResult.Success());
        llm.Prompts.ShouldBeEmpty();
        File.ReadAllText(Saved("all")).ShouldBe($"""
            model: fake
            prompt: Ask $name
            system: Be brief
            defaults:
                name: Ann
            extract: true
            schema_object:
                type: object
                properties:
                    name:
                        type: string
                    age:
                        type: integer
                required:
                - name
                - age
            fragments:
            - {fragment}
            system_fragments:
            - {fragment}
            attachment_types:
            -   type: image/png
                value: {image}
            options:
                temperature: 0.5
                loud: true

            """);
        (await llm.RunAsync("-t", "all")).ShouldBe(CommandResult.Success("Hello world\n"));
        var prompt = llm.LastPrompt;
        (prompt.Text, prompt.System).ShouldBe(("FRAGMENT\nAsk Ann", "FRAGMENT\n\nBe brief"));
        prompt.Options.ToJsonString().ShouldBe("""{"temperature":0.5,"loud":true}""");
        prompt.Schema!["required"]!.ToJsonString().ShouldBe("""["name","age"]""");
        prompt.Attachments.ShouldHaveSingleItem().Path.ShouldBe(image);
    }

    [Fact]
    public async Task Tools_functions_and_plain_attachments_are_saved()
    {
        var image = llm.User.Write("image.png", "");
        File.WriteAllBytes(image, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
        await llm.RunAsync("hi", "--save", "tools", "-T", "llm_time", "--functions", "def a(): pass", "-a", image, "--xl");
        File.ReadAllText(Saved("tools")).ShouldBe($"""
            prompt: hi
            extract_last: true
            functions: 'def a(): pass'
            tools:
            - llm_time
            attachments:
            - {image}

            """);
    }

    [Fact]
    public async Task Piped_text_is_saved()
    {
        await llm.PipeAsync("from the pipe", "--save", "piped");
        File.ReadAllText(Saved("piped")).ShouldBe("prompt: from the pipe\n");
    }

    [Fact]
    public async Task A_saved_template_replaces_the_old_one()
    {
        await llm.RunAsync("one", "--save", "t", "-s", "gone");
        await llm.RunAsync("two", "--save", "t");
        File.ReadAllText(Saved("t")).ShouldBe("prompt: two\n");
    }

    [Theory]
    [InlineData("--save cannot be used with --template, --continue, --cid", "-t", "x", "-c", "--cid", "y")]
    [InlineData("--save cannot be used with --continue", "-c")]
    [InlineData("'zzz' is not a known model", "-m", "zzz")]
    [InlineData("temperature\n  Input should be less than or equal to 2", "-o", "temperature", "3")]
    public async Task What_cannot_be_saved_is_refused(string message, params string[] options)
    {
        (await llm.RunAsync(["hi", "--save", "t", .. options])).ShouldBe(CommandResult.Failure(message));
        File.Exists(Saved("t")).ShouldBeFalse();
    }

    public void Dispose() => llm.Dispose();

    private string Saved(string name) => Path.Combine(llm.Directory.TemplatesDirectory, name + ".yaml");
}
