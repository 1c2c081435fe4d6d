using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>The script in a real fish, which tells what it would offer for a line.</summary>
public sealed class FishCompletionTests(InstalledTool tool)
{
    [Fact]
    public async Task A_word_is_completed_as_the_user_quotes_it()
    {
        const string fish = "/usr/bin/fish";
        Assert.SkipUnless(File.Exists(fish), "there is no fish");
        using var user = new TemporaryUserDirectory();
        user.Write("aliases.json", """{"local:one": "echo", "local:two": "echo"}""");
        user.Write("templates/to do.yaml", "x");
        user.Write("doc file.txt", "x");
        var environment = new Dictionary<string, string> { ["PATH"] = $"{Path.GetDirectoryName(tool.Path)}:{Environment.GetEnvironmentVariable("PATH")}" };
        foreach (var (line, offers) in ((string, string)[])
        [
            ("llm templ", "templates\tManage stored prompt templates"),
            ("llm -m echo --hide", "--hide-reasoning\tHide reasoning output"),
            ("llm -m local:t", "local:two\techo"),
            ("llm --model=local:t", "--model=local:two\techo"),
            ("llm -t t", "to do"),
            (@"llm -t to\\ d", "to do"),
            (@"llm -t \'to d", "to do"),
            ("llm -f doc", "doc file.txt"),
            (@"llm -f \'doc f", "doc file.txt"),
            ("llm -f $PWD/do", "$PWD/doc file.txt"),
            ("llm --attachment=do", "--attachment=doc file.txt"),
            ("llm nothing", ""),
        ])
        {
            var script = $"cd '{user.Path}'; llm completion fish | source; complete -C '{line}'";
            var run = await Run.ToEndAsync(fish, user.Path, ["--no-config", "-c", script], environment: environment);
            run.ShouldBe(new Run(0, offers.Length == 0 ? "" : $"{offers}\n", ""), line);
        }
    }
}
