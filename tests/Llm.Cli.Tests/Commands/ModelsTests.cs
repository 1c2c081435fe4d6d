using System.Text.Json.Nodes;

namespace Llm.Cli.Tests.Commands;

public sealed class ModelsTests : IDisposable
{
    private readonly CommandRunner llm = new();

    [Fact]
    public async Task The_list_ends_with_the_default_model()
    {
        var lines = (await llm.RunAsync("models")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldContain("OpenAI Chat: gpt-4o (aliases: 4o)");
        lines[^2..].ShouldBe(["FakeModel: fake (aliases: f)", "Default: fake"]);
    }

    [Theory]
    [InlineData("-m", "f")]
    [InlineData("-m", "fake")]
    [InlineData("-q", "FAKEMODEL")]
    [InlineData("-q", "fake", "-q", "model", "--async")]
    [InlineData("-m", "fake", "--tools")]
    [InlineData("-m", "fake", "--schemas")]
    public async Task Filters_leave_the_models_that_are_meant(params string[] filter) =>
        (await llm.RunAsync(["models", .. filter])).ShouldBe(CommandResult.Success("FakeModel: fake (aliases: f)\n"));

    [Fact]
    public async Task Features_filter_out_models_without_them()
    {
        (await llm.RunAsync("models", "--tools", "-m", "gpt-3.5-turbo-instruct")).Output.ShouldBe("");
        (await llm.RunAsync("models", "--schemas", "-m", "gpt-3.5-turbo-instruct")).Output.ShouldBe("");
        (await llm.RunAsync("models", "-m", "gpt-3.5-turbo-instruct")).Output.ShouldContain("gpt-3.5-turbo-instruct");
    }

    [Fact]
    public async Task Several_ids_are_either_or_and_words_are_all()
    {
        (await llm.RunAsync("models", "-m", "4o", "-m", "f")).Output.ShouldBe(
            "OpenAI Chat: gpt-4o (aliases: 4o)\nFakeModel: fake (aliases: f)\n");
        (await llm.RunAsync("models", "-q", "fake", "-q", "gpt")).ShouldBe(CommandResult.Success());
    }

    [Fact]
    public async Task Options_show_everything_about_a_model() =>
        (await llm.RunAsync("models", "-m", "f", "--options")).ShouldBe(CommandResult.Success("""
            FakeModel: fake (aliases: f)
              Options:
                temperature: float
                  Heat.
                loud: boolean
                  Shout.
                size: str
                  Length.
              Attachment types:
                image/png
              Features:
              - streaming
              - schemas
              - tools
              - async

            """));

    [Fact]
    public async Task Options_tell_the_key_of_a_model()
    {
        var result = await llm.RunAsync("models", "-m", "4o", "--options");
        result.Output.ShouldEndWith("  Keys:\n    key: openai\n    env_var: OPENAI_API_KEY\n");
    }

    [Fact]
    public async Task JSON_describes_each_model()
    {
        var result = await llm.RunAsync("models", "-m", "f", "--json", "--options");
        var model = JsonNode.Parse(result.Output)!.AsArray().ShouldHaveSingleItem()!.AsObject();
        var options = model["options"]!.AsObject();
        options.Select(option => option.Key).ShouldBe(["temperature", "loud", "size"]);
        options["size"]!["anyOf"]![0]!["enum"]!.ToJsonString().ShouldBe("""["small","large"]""");
        model.Remove("options");
        model.ToJsonString().ShouldBe(
            """{"model_id":"fake","aliases":["f"],"can_stream":true,"supports_schema":true,"supports_tools":true,"supports_async":true,"""
            + "\"attachment_types\":[\"image/png\"],\"server_side_tools\":[]}");
        (await llm.RunAsync("models", "-m", "f", "--json")).Output.ShouldNotContain("options");
        (await llm.RunAsync("models", "-m", "zzz", "--json")).Output.ShouldBe("[]\n");
    }

    [Fact]
    public async Task The_default_model_can_be_shown_and_set()
    {
        File.Delete(llm.Directory.DefaultModelFile);
        (await llm.RunAsync("models", "default")).ShouldBe(CommandResult.Success("gpt-5.6-luna\n"));
        (await llm.RunAsync("models", "default", "f")).ShouldBe(CommandResult.Success());
        File.ReadAllText(llm.Directory.DefaultModelFile).ShouldBe("fake");
        (await llm.RunAsync("models", "default")).ShouldBe(CommandResult.Success("fake\n"));
        (await llm.RunAsync("models", "default", "zzz")).ShouldBe(CommandResult.Failure("Unknown model: zzz"));
        File.ReadAllText(llm.Directory.DefaultModelFile).ShouldBe("fake");
    }

    public void Dispose() => llm.Dispose();
}
