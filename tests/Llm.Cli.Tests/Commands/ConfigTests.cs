using System.Text.Json.Nodes;

namespace Llm.Cli.Tests.Commands;

public sealed class ConfigTests : IDisposable
{
    private readonly CommandRunner llm = new();

    public void Dispose() => llm.Dispose();

    [Fact]
    public async Task A_setting_is_set_shown_and_unset()
    {
        var path = Path.Combine(llm.Directory.Path, "settings.yaml");
        (await llm.RunAsync("config", "path")).ShouldBe(CommandResult.Success(path + "\n"));
        (await llm.RunAsync("config", "get", "retries")).ShouldBe(CommandResult.Success("2\n"));
        (await llm.RunAsync("config", "set", "retries", "4")).ShouldBe(CommandResult.Success());
        File.ReadAllText(path).ShouldBe("retries: 4\n");
        (await llm.RunAsync("config", "get", "retries")).ShouldBe(CommandResult.Success("4\n"));
        (await llm.RunAsync("config", "unset", "retries")).ShouldBe(CommandResult.Success());
        (await llm.RunAsync("config", "get", "retries")).ShouldBe(CommandResult.Success("2\n"));
    }

    [Fact]
    public async Task The_list_says_where_values_come_from()
    {
        llm.User.Write("settings.yaml", "timeout: 60\nretries: many\n");
        var lines = (await llm.RunAsync("config")).Output.Split('\n')
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(3)));
        lines.ShouldBeSubsetOf(
            [
                "anthropic.version 2026-10-21 default", "ca_file none default", "chat.log true default", "connect_timeout 30 default",
                "functions.environment inherit default",
                "gemini.api_version v1beta default", "idle_timeout 600 default", "render true default",
                "retries many file", "timeout 60 file", "tools.timeout 300 default",
                "usage.cost false default", "",
            ]);
        var json = JsonNode.Parse((await llm.RunAsync("config", "list", "--json")).Output)!.AsArray()
            .Single(item => (string?)item!["name"] == "timeout")!;
        ((string?)json["value"], (string?)json["source"], (string?)json["default"]).ShouldBe(("60", "file", "none"));
    }

    [Theory]
    [InlineData("retires", "There is no setting 'retires'. Did you mean 'retries'? 'llm config list' shows all.")]
    [InlineData("xyz", "There is no setting 'xyz'. 'llm config list' shows all.")]
    public async Task An_unknown_name_is_told_with_those_near_it(string name, string message)
    {
        (await llm.RunAsync("config", "get", name)).ShouldBe(CommandResult.Failure(message));
        (await llm.RunAsync("config", "set", name, "1")).ShouldBe(CommandResult.Failure(message));
        (await llm.RunAsync("config", "unset", name)).ShouldBe(CommandResult.Failure(message));
    }

    [Fact]
    public async Task A_broken_file_stops_only_what_needs_it()
    {
        var path = llm.User.Write("settings.yaml", "chat: [\n");
        (await llm.RunAsync("hello")).ShouldBe(CommandResult.Success("Hello world\n"));
        (await llm.ChatAsync(["hello"])).Error.ShouldStartWith($"Error: {path}, line ");
    }

    [Fact]
    public async Task Chats_are_logged_as_the_setting_says_unless_an_option_says_otherwise()
    {
        await llm.RunAsync("config", "set", "chat.log", "false");
        await llm.ChatAsync(["one"]);
        await llm.ChatAsync(["two"], "--log");
        await llm.RunAsync("three");
        var prompts = JsonNode.Parse((await llm.RunAsync("logs", "--json")).Output)!.AsArray().Select(turn => (string?)turn!["prompt"]);
        prompts.ShouldBe(["two", "three"]);
    }
}
