using System.Text.Json.Nodes;
using Llm.Cli.Tests.CommandLine;
using Llm.Storage.Logs;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public sealed class FragmentsTests : IDisposable
{
    private readonly CommandRunner llm = new();

    [Theory]
    [InlineData]
    [InlineData("list")]
    [InlineData("set")]
    [InlineData("show")]
    [InlineData("remove")]
    [InlineData("loaders")]
    public async Task Help_is_the_recorded_one(params string[] command) =>
        (await llm.RunAsync(["fragments", .. command, "--help"])).Output.ShouldBe(
            RecordedHelp.Read(string.Join(' ', ["llm", "fragments", .. command])));

    [Fact]
    public async Task Nothing_stored_is_an_empty_list()
    {
        (await llm.RunAsync("fragments")).ShouldBe(CommandResult.Success());
        (await llm.RunAsync("fragments", "--json")).ShouldBe(CommandResult.Success("[]\n"));
    }

    [Fact]
    public async Task The_list_is_YAML_with_the_beginning_of_the_text()
    {
        var lines = llm.User.Write("lines.txt", "# One\n\n  two: 2\n");
        var line = llm.User.Write("line.txt", $"long: {new string('x', 200)}");
        await llm.RunAsync("fragments", "set", "doc", lines);
        await llm.RunAsync("fragments", "set", "doc2", "doc");
        await llm.RunAsync("hi", "-f", line);
        await llm.PipeAsync("pi\u0301p\ned", "fragments", "set", "piped", "-");
        (await llm.RunAsync("fragments")).ShouldBe(CommandResult.Success($"""
            - hash: {new Fragment("# One\n\n  two: 2\n").Hash}
              aliases:
              - doc
              - doc2
              datetime_utc: '2026-01-02 03:05:05'
              source: {lines}
              content: |
                # One

                  two: 2
            - hash: {new Fragment($"long: {new string('x', 200)}").Hash}
              aliases: []
              datetime_utc: '2026-01-02 03:07:05'
              source: {line}
              content: 'long: {new string('x', 91)}...'
            - hash: {new Fragment("pi\u0301p\ned").Hash}
              aliases:
              - piped
              datetime_utc: '2026-01-02 03:08:05'
              source: '-'
              content: "pi\u0301p\ned"

            """));
    }

    [Fact]
    public async Task JSON_has_the_whole_text()
    {
        await llm.PipeAsync(new string('é', 150), "fragments", "set", "long", "-");
        var result = await llm.RunAsync("fragments", "list", "--json");
        result.Output.ShouldStartWith("[\n    {\n        \"hash\": \"");
        var fragment = JsonNode.Parse(result.Output)!.AsArray().Single()!.AsObject();
        fragment.Select(member => member.Key).ShouldBe(["hash", "aliases", "datetime_utc", "source", "content"]);
        fragment["content"]!.GetValue<string>().ShouldBe(new string('é', 150));
        result.Output.ShouldContain("\\u00e9");
    }

    [Theory]
    [InlineData("one two", "-q", "TW")]
    [InlineData("one two", "-q", "tw", "-q", "on")]
    [InlineData("", "-q", "tw", "-q", "three")]
    [InlineData("one two|three", "-q", "-")]
    [InlineData("three", "-q", "alias")]
    [InlineData("", "-q", "alia")]
    [InlineData("three", "--aliases")]
    [InlineData("", "--aliases", "-q", "two")]
    public async Task Words_and_aliases_narrow_the_list(string found, params string[] options)
    {
        await llm.PipeAsync("one two", "hi", "-f", "-");
        await llm.PipeAsync("three", "fragments", "set", "alias", "-");
        var list = JsonNode.Parse((await llm.RunAsync(["fragments", "list", "--json", .. options])).Output)!.AsArray();
        string.Join('|', list.Select(fragment => fragment!["content"]!.GetValue<string>())).ShouldBe(found);
    }

    [Theory]
    [InlineData("alpha, middle, zeta")]
    [InlineData("alpha, middle, zeta", "-q", "text")]
    [InlineData("middle, zeta, alpha", "--aliases")]
    [InlineData("alpha, middle, zeta", "--aliases", "-q", "text")]
    public async Task Aliases_are_in_the_order_of_the_Python_tool(string expected, params string[] options)
    {
        var path = llm.User.Write("one.txt", "text");
        foreach (var alias in (string[])["middle", "zeta", "alpha"]) await llm.RunAsync("fragments", "set", alias, path);
        var list = JsonNode.Parse((await llm.RunAsync(["fragments", "list", "--json", .. options])).Output)!.AsArray();
        string.Join(", ", list[0]!["aliases"]!.AsArray().Select(alias => alias!.GetValue<string>())).ShouldBe(expected);
    }

    [Fact]
    public async Task An_alias_moves_to_the_fragment_it_is_set_for_and_goes_when_removed()
    {
        await llm.RunAsync("fragments", "set", "doc", llm.User.Write("one.txt", "ONE"));
        (await llm.RunAsync("fragments", "set", "doc", llm.User.Write("two.txt", "TWO"))).ShouldBe(CommandResult.Success());
        (await llm.RunAsync("fragments", "show", "doc")).ShouldBe(CommandResult.Success("TWO\n"));
        (await llm.RunAsync("fragments", "show", new Fragment("ONE").Hash)).ShouldBe(CommandResult.Success("ONE\n"));
        await llm.RunAsync("hi", "-f", "doc");
        llm.LastPrompt.Text.ShouldBe("TWO\nhi");

        (await llm.RunAsync("fragments", "remove", "doc")).ShouldBe(CommandResult.Success());
        (await llm.RunAsync("fragments", "remove", "doc")).ShouldBe(CommandResult.Success());
        (await llm.RunAsync("fragments", "--aliases")).ShouldBe(CommandResult.Success());
        (await llm.RunAsync("fragments", "show", "doc")).ShouldBe(CommandResult.Failure("Fragment 'doc' not found"));
        using var store = LogStore.OpenReadOnly(llm.Directory.LogsDatabase);
        (await store.ListFragmentsAsync([])).Select(fragment => fragment.Content).ShouldBe(["ONE", "TWO"]);
    }

    [Fact]
    public async Task An_address_is_fetched_once_and_kept()
    {
        await using var server = await FakeServer.StartAsync(_ => FakeReply.Text("from afar\n"));
        var url = $"{server.BaseAddress}/note.txt";
        (await llm.RunAsync("fragments", "set", "note", url)).ShouldBe(CommandResult.Success());
        (await llm.RunAsync("fragments", "show", "note")).ShouldBe(CommandResult.Success("from afar\n\n"));
        server.Requests.Count.ShouldBe(1);
        (await llm.RunAsync("fragments")).Output.ShouldContain($"source: {url}\n");
    }

    [Fact]
    public async Task An_address_that_fails_stores_nothing()
    {
        await using var server = await FakeServer.StartAsync(_ => FakeReply.Error(404, "gone"));
        var result = await llm.RunAsync("fragments", "set", "note", $"{server.BaseAddress}/note.txt");
        (result.ExitCode, result.Output).ShouldBe((1, ""));
        result.Error.ShouldStartWith("Error: Client error '404 ");
        (await llm.RunAsync("fragments")).ShouldBe(CommandResult.Success());
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("é")]
    [InlineData("")]
    public async Task Other_characters_are_no_alias(string alias)
    {
        foreach (var words in (string[][])[["set", alias, "f"], ["remove", alias]])
        {
            var result = await llm.RunAsync(["fragments", .. words]);
            (result.ExitCode, result.Output).ShouldBe((2, ""));
            result.Error.ShouldEndWith("\n\nError: Invalid value for 'ALIAS': Fragment alias must be alphanumeric\n");
        }
    }

    [Theory]
    [InlineData("zzz", "Fragment 'zzz' not found")]
    [InlineData("zzz:x", "Unknown fragment prefix: zzz")]
    [InlineData("image:x", "Could not load fragment image:x: Fragment loader image returned a disallowed attachment")]
    [InlineData("none:x", "Could not load fragment none:x: there is none")]
    public async Task What_cannot_be_had_is_neither_shown_nor_set(string fragment, string message)
    {
        using var llm = new CommandRunner { Plugins = [new LoaderPlugin()] };
        (await llm.RunAsync("fragments", "show", fragment)).ShouldBe(CommandResult.Failure(message));
        (await llm.RunAsync("fragments", "set", "a", fragment)).ShouldBe(CommandResult.Failure(message));
    }

    [Fact]
    public async Task Loaders_are_listed_with_what_they_say_of_themselves()
    {
        (await llm.RunAsync("fragments", "loaders")).ShouldBe(CommandResult.Success("No fragment loaders found\n"));
        using var other = new CommandRunner { Plugins = [new LoaderPlugin()] };
        (await other.RunAsync("fragments", "loaders")).ShouldBe(CommandResult.Success("""
            twice:
              Takes a text

              and doubles it

            image:
              Undocumented

            none:
              Undocumented

            """));
        (await other.RunAsync("fragments", "show", "twice:x")).ShouldBe(CommandResult.Success("x\n"));
    }

    public void Dispose() => llm.Dispose();

    private sealed class LoaderPlugin : IPlugin
    {
        public string Name => "loaders";

        public void RegisterFragmentLoaders(LoaderRegistry<FragmentLoader> loaders)
        {
            loaders.Add("twice", (text, _) => Task.FromResult(new LoadedFragments([text, text], [])), "Takes a text\n\nand doubles it\n");
            loaders.Add("image", (_, _) => Task.FromResult(new LoadedFragments([], [Attachment.FromBytes(new byte[] { 1 }, "image/png")])));
            loaders.Add("none", (_, _) => Task.FromResult(LoadedFragments.None));
        }
    }
}
