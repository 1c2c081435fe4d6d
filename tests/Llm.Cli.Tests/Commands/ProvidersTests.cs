using System.Text.Json.Nodes;

namespace Llm.Cli.Tests.Commands;

public sealed class ProvidersTests : IDisposable
{
    private readonly CommandRunner llm = new() { LoadPlugins = null };

    public void Dispose() => llm.Dispose();

    [Fact]
    public async Task The_list_has_built_in_providers_presets_and_the_users_own()
    {
        llm.User.Write("providers.yaml", "own:\n  base: http://localhost:9/v1\n  key: own-key\n");
        (await llm.RunAsync("keys", "set", "own-key", "--value", "secret")).ExitCode.ShouldBe(0);
        var list = JsonNode.Parse((await llm.RunAsync("providers", "--json")).Output)!.AsArray();
        Sources("built-in").ShouldBe(["openai", "anthropic", "gemini", "ollama"]);
        Sources("preset").Length.ShouldBe(20);
        Sources("user").ShouldBe(["own"]);
        ((bool)list[^1]!["has_key"]!, (string?)list[^1]!["server"]).ShouldBe((true, "http://localhost:9/v1"));
        var text = (await llm.RunAsync("providers")).Output;
        text.ShouldContain("own");
        text.ShouldNotContain("secret");

        string[] Sources(string source) =>
            [.. list.Where(item => (string?)item!["source"] == source).Select(item => (string)item!["name"]!)];
    }

    [Fact]
    public async Task A_provider_is_shown_as_text_and_as_JSON()
    {
        (await llm.RunAsync("providers", "show", "lmstudio")).ShouldBe(CommandResult.Success(
            """
            LM Studio (preset)
              Server: http://localhost:1234/v1
              Key: no key needed
              Models: 0, not fetched yet
              Described after: lmstudio.ai/docs, 2026-11-30

            """));
        var json = JsonNode.Parse((await llm.RunAsync("providers", "show", "mistral", "--json")).Output)!["builtin"]!;
        ((string?)json["name"], (string?)json["key"], json["env"]!.AsArray().Count).ShouldBe(("mistral", "mistral", 2));
        (await llm.RunAsync("providers", "show", "walrus")).ShouldBe(CommandResult.Failure(
            "There is no provider 'walrus'. 'llm providers' lists all; docs/providers/README.md says how to add one."));
    }

    [Fact]
    public async Task Fetched_models_are_listed_where_the_key_is_there()
    {
        (await llm.RunAsync("providers", "models", "groq")).Error.ShouldContain("Run: llm providers models groq --refresh");
        llm.User.Write("groq_models.json", """{"data": [{"id": "some/model"}]}""");
        (await llm.RunAsync("providers", "models", "groq")).ShouldBe(CommandResult.Success("Groq: groq/some/model\n"));
        (await llm.RunAsync("models", "-q", "groq")).Output.ShouldBe("");
        (await llm.RunAsync("models", "-q", "groq", "--all")).Output.ShouldBe("Groq: groq/some/model\n");
        (await llm.RunAsync("keys", "set", "groq", "--value", "k")).ExitCode.ShouldBe(0);
        (await llm.RunAsync("models", "-q", "groq")).Output.ShouldBe("Groq: groq/some/model\n");
        (await llm.RunAsync("providers", "models", "anthropic", "--refresh")).Error.ShouldContain("The models of Anthropic are built in");
    }
}
