using Llm.Storage.Logs;
using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>The script in a real Bash, which is told of the line and the words as it is when somebody presses Tab.</summary>
public sealed class BashCompletionTests(InstalledTool tool) : IDisposable
{
    private readonly TemporaryUserDirectory user = new();

    [Fact]
    public Task Commands_and_options() => Completes(
        ("llm templ", ["llm", "templ"], ["templates"]),
        ("llm fragments s", ["llm", "fragments", "s"], ["set", "show"]),
        ("llm -m echo --hide", ["llm", "-m", "echo", "--hide"], ["--hide-reasoning"]));

    [Fact]
    public async Task A_colon_ends_what_Bash_replaces()
    {
        user.Write("aliases.json", """{"local:one": "echo", "local:two": "echo"}""");
        await Completes(
            ("llm -m loc", ["llm", "-m", "loc"], ["local:one", "local:two"]),
            ("llm -m local:t", ["llm", "-m", "local", ":", "t"], ["two"]),
            ("llm -m local:", ["llm", "-m", "local", ":"], ["one", "two"]),
            ("llm --model=local:t", ["llm", "--model", "=", "local", ":", "t"], ["two"]),
            ("llm -m local:one --hide", ["llm", "-m", "local", ":", "one", "--hide"], ["--hide-reasoning"]));
    }

    [Fact]
    public async Task A_space_is_escaped_unless_a_quote_is_open()
    {
        user.Write("templates/to do.yaml", "x");
        await Completes(
            ("llm -t t", ["llm", "-t", "t"], [@"to\ do"]),
            (@"llm -t to\ d", ["llm", "-t", @"to\ d"], [@"to\ do"]),
            ("llm -t \"to d", ["llm", "-t", "\"to d"], ["to do"]),
            ("llm -t 'to do' --hide", ["llm", "-t", "'to do'", "--hide"], ["--hide-reasoning"]));
    }

    [Fact]
    public async Task Files_come_with_fragments()
    {
        user.Write("doc file.txt", "x");
        using (var store = LogStore.Open(user.Directory.LogsDatabase))
        {
            await store.SetFragmentAliasAsync("doc", await store.EnsureFragmentAsync("text"));
        }

        await Completes(
            ("llm -f doc", ["llm", "-f", "doc"], ["doc", @"doc\ file.txt"]),
            ("llm --fragment=doc", ["llm", "--fragment", "=", "doc"], ["doc", @"doc\ file.txt"]));
    }

    [Fact]
    public Task Nothing_is_said_where_there_is_nothing_to_offer()
    {
        user.Write("logs.db", "no database");
        return Completes(("llm --cid ", ["llm", "--cid", ""], []), ("llm -s ", ["llm", "-s", ""], []));
    }

    public void Dispose() => user.Dispose();

    /// <summary>Compares what Bash is offered in the user directory for lines that are broken into words as Bash does it.</summary>
    private async Task Completes(params (string Line, string[] Words, string[] Offers)[] cases)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "there is no Bash");
        foreach (var (line, words, offers) in cases)
        {
            var script = $$"""
                cd {{Quote(user.Path)}}
                source <(llm completion bash)
                COMP_LINE={{Quote(line)}} COMP_POINT={{line.Length}} COMP_WORDS=({{string.Join(' ', words.Select(Quote))}}) COMP_CWORD={{words.Length - 1}}
                _llm_completion
                for offer in "${COMPREPLY[@]}"; do echo "$offer"; done
                """;
            var environment = new Dictionary<string, string> { ["PATH"] = $"{Path.GetDirectoryName(tool.Path)}:{Environment.GetEnvironmentVariable("PATH")}" };
            var run = await Run.ToEndAsync("/bin/bash", user.Path, ["--norc", "-c", script], environment: environment);
            run.ShouldBe(new Run(0, string.Concat(offers.Select(offer => offer + "\n")), ""), line);
        }
    }

    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
