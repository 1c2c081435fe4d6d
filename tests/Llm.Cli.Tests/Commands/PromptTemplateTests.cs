using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public sealed class PromptTemplateTests : IDisposable
{
    private readonly CommandRunner llm = new();

    [Theory]
    [InlineData("prompt: Sum up $input", "text", "Sum up text")]
    [InlineData("Sum up ${input}!", "text", "Sum up text!")]
    [InlineData("prompt: Say hello", null, "Say hello")]
    [InlineData("prompt: Say hello", "to me", "Say hello\nto me")]
    [InlineData("system: Be brief", "text", "text")]
    [InlineData("prompt: costs $$5 $input", "now", "costs $5 now")]
    public async Task The_text_is_put_into_the_template(string template, string? text, string expected)
    {
        llm.User.Write("templates/t.yaml", template);
        (await llm.RunAsync(text is null ? ["-t", "t"] : ["-t", "t", text])).ShouldBe(CommandResult.Success("Hello world\n"));
        llm.LastPrompt.Text.ShouldBe(expected);
    }

    [Fact]
    public async Task Piped_text_is_the_input_of_the_template()
    {
        llm.User.Write("templates/t.yaml", "prompt: \"<$input>\"");
        await llm.PipeAsync("piped", "-t", "t", "asked");
        llm.LastPrompt.Text.ShouldBe("<piped asked>");
    }

    [Fact]
    public async Task Parameters_win_over_defaults_and_missing_ones_are_named()
    {
        llm.User.Write("templates/t.yaml", "prompt: $a $b\nsystem: As $c\ndefaults:\n  a: 1\n  c: cat\n");
        (await llm.RunAsync("-t", "t")).ShouldBe(CommandResult.Failure("Missing variables: b"));
        await llm.RunAsync("-t", "t", "-p", "b", "two", "-p", "c", "dog");
        (llm.LastPrompt.Text, llm.LastPrompt.System).ShouldBe(("1 two", "As dog"));
    }

    [Fact]
    public async Task A_system_prompt_and_options_of_the_user_win()
    {
        llm.User.Write("templates/t.yaml", "system: Template\noptions:\n  temperature: 0.5\n  size: small\n");
        await llm.RunAsync("-t", "t", "hi");
        (llm.LastPrompt.System, llm.LastPrompt.Options.ToJsonString()).ShouldBe(("Template", """{"temperature":0.5,"size":"small"}"""));
        await llm.RunAsync("-t", "t", "hi", "-s", "User", "-o", "temperature", "1");
        (llm.LastPrompt.System, llm.LastPrompt.Options.ToJsonString()).ShouldBe(("User", """{"temperature":1,"size":"small"}"""));
    }

    [Fact]
    public async Task A_templates_model_is_used_unless_one_is_named()
    {
        using var two = new CommandRunner(
            new FakeModel("first"), new FakeModel((_, _, _) => new StreamEvent[] { "second" }.ToAsyncEnumerable(), "second"));
        two.User.Write("templates/t.yaml", "model: second\nprompt: x\n");
        (await two.RunAsync("-t", "t")).Output.ShouldBe("second\n");
        (await two.RunAsync("-t", "t", "-m", "f")).Output.ShouldBe("first\n");
    }

    [Fact]
    public async Task A_template_brings_schema_fragments_and_attachments()
    {
        var one = llm.User.Write("one.txt", "ONE");
        var two = llm.User.Write("two.txt", "TWO");
        var system = llm.User.Write("system.txt", "SYSTEM");
        var image = llm.User.Write("image.bin", "no image, but called one");
        llm.User.Write("templates/t.yaml", $"""
            prompt: ask
            schema_object:
              type: object
            fragments:
            - {one}
            system_fragments:
            - {system}
            attachment_types:
            - type: image/png
              value: {image}
            """);
        await llm.RunAsync("-t", "t", "-f", two);
        llm.LastPrompt.Text.ShouldBe("ONE\nTWO\nask");
        llm.LastPrompt.System.ShouldBe("SYSTEM");
        llm.LastPrompt.Schema!.ToJsonString().ShouldBe("""{"type":"object"}""");
        var attachment = llm.LastPrompt.Attachments.ShouldHaveSingleItem();
        (attachment.Type, attachment.Path).ShouldBe(("image/png", image));
    }

    [Theory]
    [InlineData("extract: true", "one\n\n")]
    [InlineData("extract_last: true", "two\n\n")]
    public async Task A_template_may_want_the_code_only(string line, string expected)
    {
        using var coding = new CommandRunner(new FakeModel("```\none\n```\n```\ntwo\n```\n"));
        coding.User.Write("templates/t.yaml", $"prompt: x\n{line}\n");
        (await coding.RunAsync("-t", "t")).Output.ShouldBe(expected);
    }

    [Fact]
    public async Task What_is_wrong_with_a_template_is_told()
    {
        llm.User.Write("templates/key.yaml", "prompt: x\nnope: y\n");
        llm.User.Write("templates/list.yaml", "- a\n");
        llm.User.Write("templates/yaml.yaml", "prompt: [\n");
        (await llm.RunAsync("-t", "zzz", "hi")).ShouldBe(CommandResult.Failure("Invalid template: zzz"));
        (await llm.RunAsync("-t", "zzz:x", "hi")).ShouldBe(CommandResult.Failure("Unknown template prefix: zzz"));
        (await llm.RunAsync("-t", "key", "hi")).ShouldBe(
            CommandResult.Failure("A validation error occurred:\nnope\n  Extra inputs are not permitted"));
        (await llm.RunAsync("-t", "list", "hi")).ShouldBe(
            CommandResult.Failure("Template list must be text or a mapping such as \"prompt: …\"."));
        var broken = await llm.RunAsync("-t", "yaml", "hi");
        (broken.ExitCode, broken.Output).ShouldBe((1, ""));
        broken.Error.ShouldStartWith("Error: Invalid YAML");
        llm.Prompts.ShouldBeEmpty();
    }

    public void Dispose() => llm.Dispose();
}
