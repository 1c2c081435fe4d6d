using Llm.Cli.Commands.Completion;
using Llm.Cli.Tests.Rendering;
using Llm.Storage.Embeddings;
using Llm.Storage.Logs;

namespace Llm.Cli.Tests.Commands;

public sealed class CompletionTests : IDisposable
{
    private readonly CommandRunner llm = new();

    [Theory]
    [InlineData("bash", "complete -o default -F _llm_completion llm\n")]
    [InlineData("zsh", "compdef _llm llm\n")]
    [InlineData("fish", "complete -c llm -f -a '(__llm_completion)'\n")]
    [InlineData("powershell", "Register-ArgumentCompleter -Native -CommandName llm ")]
    public async Task Each_shell_has_its_script(string shell, string part)
    {
        var result = await llm.RunAsync("completion", shell);
        (result.ExitCode, result.Error).ShouldBe((0, ""));
        result.Output.ShouldContain(part);
        result.Output.ShouldContain("llm completion words ");
    }

    /// <summary>What a shell is offered for a line, commands and options with their texts.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("chat -")]
    [InlineData("logs ")]
    [InlineData("logs -")]
    [InlineData("tools -")]
    [InlineData("mcp ")]
    [InlineData("config ")]
    public async Task What_is_offered_is_kept(string line) =>
        Snapshot.ShouldMatch(await Ask(line.Split(' ')), $"Completion/{$"llm {line}".Trim().Replace(' ', '_')}.txt");

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    public async Task Scripts_are_kept(string shell) =>
        Snapshot.ShouldMatch((await llm.RunAsync("completion", shell)).Output, $"Completion/script.{shell}.txt");

    [Fact]
    public async Task Help_lists_it_among_the_additions_and_hides_what_scripts_ask()
    {
        (await llm.RunAsync("--help")).Output.ShouldMatch("\nAdditional commands:\n  completion +Print a shell completion script\n");
        var help = (await llm.RunAsync("completion", "--help")).Output;
        help.ShouldContain("    source <(llm completion bash)\n");
        help.ShouldContain("  zsh         Print the completion script for Zsh\n");
        help.ShouldNotContain("words");
    }

    [Theory]
    [InlineData("al", "aliases")]
    [InlineData("templates ", "edit list loaders path show")]
    [InlineData("models options s", "set show")]
    [InlineData("completion ", "bash fish powershell zsh")]
    [InlineData("zzz al", "")]
    public async Task Commands_of_the_group(string line, string words) => await Check(line, words);

    [Theory]
    [InlineData("--vers", "--version")]
    [InlineData("--schema", "--schema --schema-multi")]
    [InlineData("hi --hide", "--hide-reasoning")]
    [InlineData("-m f --hide", "--hide-reasoning")]
    [InlineData("-nm f --hide", "--hide-reasoning")]
    [InlineData("-mf --hide", "--hide-reasoning")]
    [InlineData("-o a b --hide", "--hide-reasoning")]
    [InlineData("--model=f --hide", "--hide-reasoning")]
    [InlineData("prompt --vers", "")]
    [InlineData("-s --hide", "")]
    [InlineData("-- --hide", "")]
    [InlineData("fragments --al", "--aliases")]
    [InlineData("logs --data-", "--data-array --data-key --data-ids")]
    [InlineData("logs list --pa", "")]
    public async Task Options_of_the_command_or_the_default_one(string line, string words) => await Check(line, words);

    [Theory]
    [InlineData("-m f", "f fast:one fake")]
    [InlineData("prompt -s x --model fak", "fake")]
    [InlineData("--model=fa", "--model=fast:one --model=fake")]
    [InlineData("-m fast:", "fast:one")]
    [InlineData("aliases remove ", "fast:one")]
    [InlineData("aliases set x fake", "fake")]
    [InlineData("models options set fake", "fake")]
    [InlineData("embed -m 3-sma", "3-small 3-small-512")]
    [InlineData("collections reembed c --model fak", "")]
    [InlineData("embed-models default ada", "ada ada-002")]
    [InlineData("-o fak", "")]
    [InlineData("rerank -m fak", "")]
    [InlineData("fak", "")]
    public async Task Models(string line, string words)
    {
        llm.User.Write("aliases.json", """{"fast:one": "fake"}""");
        await Check(line, words);
    }

    [Fact]
    public async Task Names_stand_with_what_they_mean()
    {
        (await Ask("-m", "f")).ShouldBe("f\tfake\nfake\n");
        (await Ask("fragments", "s")).ShouldBe(
            "set\tSet an alias for a fragment\nshow\tDisplay the fragment stored under an alias or hash\n");
        (await Ask("--hide")).ShouldBe("--hide-reasoning\tHide reasoning output\n");
    }

    [Fact]
    public async Task Templates_are_found_by_file_name()
    {
        llm.User.Write("templates/to do.yaml", "prompt: [");
        llm.User.Write("templates/short.yaml", "x");
        llm.User.Write("templates/short.txt", "x");
        (await Ask("-t", "")).ShouldBe("short\nto do\n");
        (await Ask("templates", "show", "to d")).ShouldBe("to do\n");
        (await Ask("-f", "x", "--template=s")).ShouldBe("--template=short\n");
    }

    [Fact]
    public async Task Fragments_and_files_go_together_where_both_are_taken()
    {
        await llm.PipeAsync("text", "fragments", "set", "doc", "-");
        await llm.PipeAsync("text", "fragments", "set", "other", "-");
        (await Ask("--sf", "d")).ShouldBe(":files\ndoc\n");
        (await Ask("fragments", "show", "")).ShouldBe("doc\nother\n");
        (await Ask("fragments", "set", "x", "o")).ShouldBe(":files\nother\n");
        (await Ask("-a", "")).ShouldBe(":files\n");
        (await Ask("logs", "backup", "")).ShouldBe(":files\n");
        (await Ask("transcribe", "")).ShouldBe(":files\n");
        (await Ask("speak", "--output", "")).ShouldBe(":files\n");
    }

    [Fact]
    public async Task Conversations_are_the_newest_with_their_names()
    {
        await llm.RunAsync("first\nprompt");
        await llm.RunAsync("second");
        using var store = LogStore.OpenReadOnly(llm.Directory.LogsDatabase);
        var newest = await store.FindNewestConversationIdAsync();
        var lines = (await Ask("--cid", "")).Split('\n');
        lines[0].ShouldBe($"{newest}\tsecond");
        lines[1].ShouldEndWith("\tfirst prompt");
        (await Ask("logs", "--conversation", newest![..^1])).ShouldBe($"{newest}\tsecond\n");
        (await Ask("--cid", "zzz")).ShouldBe("");
    }

    [Fact]
    public async Task Collections_are_those_of_the_database_that_is_named()
    {
        var other = Path.Combine(llm.User.Path, "other.db");
        await CreateAsync(llm.Directory.EmbeddingsDatabase, "notes", "news", "old");
        await CreateAsync(other, "nemo");
        foreach (var command in (string[])
            [
                "similar", "embed", "embed-multi", "collections delete", "collections index", "collections plot",
                "collections reembed -m 3-small", "--rag", "chat --rag", $"-d {other} --rag",
            ])
            await Check($"{command} n", "news notes");
        foreach (var option in (string[])[$"-d {other}", $"-d{other}", $"--database={other}"]) await Check($"similar {option} n", "nemo");
        (await Ask("similar", "o")).ShouldBe("old\tthe-model\n");
        await Check($"similar -d {other} x n", "");
        await Check($"similar -d {other}x n", "");
        await Check("similar -d postgresql://127.0.0.1:1/d n", "");
        File.Exists($"{other}x").ShouldBeFalse();
        Directory.Exists($"{llm.Directory.EmbeddingsDatabase}-vectors").ShouldBeFalse();

        static async Task CreateAsync(string path, params string[] names)
        {
            await using var store = await SqliteEmbeddingStore.OpenAsync(path);
            foreach (var name in names) await store.CreateCollectionAsync(name, "the-model");
        }
    }

    [Fact]
    public async Task Conversations_are_those_of_the_database_that_is_named()
    {
        var other = Path.Combine(llm.User.Path, "other.db");
        await llm.RunAsync("first", "-d", other);
        await llm.RunAsync("second");
        (await Ask("-d", other, "--cid", "")).ShouldEndWith("\tfirst\n");
        (await Ask("logs", "--cid", "")).ShouldEndWith("\tsecond\n");
    }

    [Fact]
    public async Task Nothing_is_made_and_nothing_is_said_when_there_is_nothing_or_it_is_broken()
    {
        (await Ask("--cid", "")).ShouldBe("");
        (await Ask("--rag", "")).ShouldBe("");
        File.Exists(llm.Directory.LogsDatabase).ShouldBeFalse();
        File.Exists(llm.Directory.EmbeddingsDatabase).ShouldBeFalse();
        llm.User.Write("logs.db", "not a database");
        llm.User.Write("embeddings.db", "not a database");
        llm.User.Write("aliases.json", "{");
        (await Ask("--cid", "")).ShouldBe("");
        (await Ask("-m", "")).ShouldBe("");
        (await Ask("--rag", "")).ShouldBe("");
        (await Ask("al")).ShouldBe("aliases\tManage model aliases\n");
        (await Ask()).ShouldContain("prompt\tExecute a prompt\n");
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("'to do'", "to do")]
    [InlineData("\"to d", "to d")]
    [InlineData(@"to\ do", "to do")]
    [InlineData(@"""a\""b\c""", @"a""b\c")]
    [InlineData(@"'a\'b", @"a\b")]
    [InlineData(@"it\'s""'""", "it's'")]
    [InlineData(@"end\", @"end\")]
    public void Quotes_come_off_as_a_shell_takes_them_off(string typed, string word) => ShellWord.Unquote(typed).ShouldBe(word);

    public void Dispose() => llm.Dispose();

    private async Task<string> Ask(params string[] words)
    {
        var result = await llm.RunAsync(["completion", "words", "--", .. words]);
        (result.ExitCode, result.Error).ShouldBe((0, ""));
        return result.Output;
    }

    private async Task Check(string line, string words)
    {
        var items = (await Ask(line.Split(' '))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string.Join(' ', items.Select(item => item.Split('\t')[0])).ShouldBe(words);
    }
}
