using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public sealed class PromptDryRunTests : IDisposable
{
    private const string Secret = "sk-very-secret-0123456789";

    private readonly CommandRunner llm = new();

    public void Dispose() => llm.Dispose();

    [Theory]
    [InlineData("chat/completions", "")]
    [InlineData("responses", "  responses: true")]
    [InlineData("completions", "  completion: true")]
    public async Task The_request_that_is_shown_is_the_one_that_would_be_sent(string path, string kind)
    {
        await using var server = await FakeServer.StartAsync();
        llm.User.Write(
            "extra-openai-models.yaml",
            $"- model_id: m\n  model_name: wire\n  api_base: {server.BaseAddress}\n  api_key_name: mine\n{kind}\n");
        await llm.RunAsync("keys", "set", "mine", "--value", Secret);
        var shown = await llm.RunAsync("-m", "m", "Grüße", "-o", "temperature", "0.5", "--dry-run");
        shown.ExitCode.ShouldBe(0, shown.Error);
        server.Requests.ShouldBeEmpty();
        File.Exists(llm.Directory.LogsDatabase).ShouldBeFalse();
        var (head, body) = Split(shown.Output);
        head[0].ShouldBe($"POST {server.BaseAddress}/{path}");
        head.ShouldContain("Authorization: [...]");
        head.ShouldContain("Content-Type: application/json");
        shown.Output.ShouldNotContain(Secret);
        shown.Output.ShouldContain("Grüße");
        shown.Error.ShouldBe("Estimated input: about 2 tokens, attachments not counted\n");

        (await llm.RunAsync("-m", "m", "Grüße", "-o", "temperature", "0.5")).ExitCode.ShouldBe(0);
        var sent = server.Requests.ShouldHaveSingleItem();
        sent.Json.ToJsonString().ShouldBe(body.ToJsonString());
        sent.Header("Accept").ShouldBe(head.Single(line => line.StartsWith("Accept: ", StringComparison.Ordinal))["Accept: ".Length..]);
    }

    [Fact]
    public async Task No_key_is_needed()
    {
        var shown = await llm.RunAsync("-m", "gpt-4o", "hi", "-s", "brief", "--dry-run", "--no-stream");
        shown.ExitCode.ShouldBe(0, shown.Error);
        Split(shown.Output).Body["messages"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_said_before_is_part_of_it()
    {
        await llm.RunAsync("one");
        var before = await llm.RunAsync("logs", "--json");
        var body = JsonNode.Parse((await llm.RunAsync("two", "-c", "--dry-run", "-o", "size", "small")).Output)!;
        body["model"]!.GetValue<string>().ShouldBe("fake");
        body["messages"]!.AsArray().Select(message => Message.FromJson(message!.AsObject()).Text).ShouldBe(["one", "Hello world", "two"]);
        body["options"]!.ToJsonString().ShouldBe("""{"size":"small"}""");
        (await llm.RunAsync("logs", "--json")).ShouldBe(before);
        llm.Prompts.Count.ShouldBe(1);
    }

    private static (string[] Head, JsonNode Body) Split(string output)
    {
        var parts = output.Split("\n\n", 2);
        return (parts[0].Split('\n'), JsonNode.Parse(parts[1])!);
    }
}
