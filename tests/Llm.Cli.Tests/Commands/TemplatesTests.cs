namespace Llm.Cli.Tests.Commands;

public sealed class TemplatesTests : IDisposable
{
    private readonly CommandRunner llm = new();

    [Fact]
    public async Task The_list_sums_up_each_template_in_a_line()
    {
        (await llm.RunAsync("templates")).ShouldBe(CommandResult.Success());
        llm.User.Write("templates/both.yaml", "prompt: Do\nsystem: Be");
        llm.User.Write("templates/a-system.yaml", "system: Be brief");
        llm.User.Write("templates/long.yaml", "prompt: |\n  First line\n  " + new string('x', 100));
        llm.User.Write("templates/plain.yaml", "Just text");
        llm.User.Write("templates/broken.yaml", "prompt: [");
        llm.User.Write("templates/key.yaml", "nope: x");
        llm.User.Write("templates/readme.txt", "no template");
        (await llm.RunAsync("templates", "list")).ShouldBe(CommandResult.Success(
            "a-system : system: Be brief\n"
            + "both     : system: Be prompt: Do\n"
            + $"long     : First line {new string('x', 55)}...\n"
            + "plain    : Just text\n"));
    }

    [Fact]
    public async Task The_list_is_sorted_by_names_alone()
    {
        foreach (var name in (string[])["sum-up", "sum", "sum up", "sum.up"]) llm.User.Write($"templates/{name}.yaml", "x");
        (await llm.RunAsync("templates")).Output.Split('\n').Select(line => line.Split(':')[0].Trim())
            .ShouldBe(["sum", "sum up", "sum-up", "sum.up", ""]);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("'yes'", true)]
    [InlineData("y", true)]
    [InlineData("'OFF'", false)]
    [InlineData("0.0", false)]
    public async Task A_switch_is_on_or_off_in_many_words(string text, bool on)
    {
        llm.User.Write("templates/t.yaml", $"extract: {text}\nprompt: x");
        (await llm.RunAsync("templates", "show", "t")).Output.ShouldContain($"extract: {(on ? "true" : "false")}\n");
    }

    [Fact]
    public async Task A_file_behind_a_link_is_saved_by_its_own_path()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        var folder = Directory.CreateDirectory(Path.Combine(llm.User.Path, "real")).FullName;
        var file = llm.User.Write("real/doc.txt", "DOC");
        Directory.CreateSymbolicLink(Path.Combine(llm.User.Path, "link"), folder);
        File.CreateSymbolicLink(Path.Combine(llm.User.Path, "second.txt"), Path.Combine(llm.User.Path, "link", "doc.txt"));
        await llm.RunAsync("x", "-f", Path.Combine(llm.User.Path, "second.txt"));
        (await llm.RunAsync("fragments", "list")).Output.ShouldContain($"source: {file}\n");
    }

    [Fact]
    public async Task The_folder_that_is_shown_is_there()
    {
        var shown = (await llm.RunAsync("templates", "path")).Output.Trim();
        Directory.Exists(shown).ShouldBeTrue();
        Directory.Delete(llm.Directory.Path, recursive: true);
        await llm.RunAsync("keys", "path");
        Directory.Exists(llm.Directory.Path).ShouldBeTrue();
    }

    [Fact]
    public async Task A_template_is_shown_as_sorted_YAML()
    {
        llm.User.Write(
            "templates/t.yaml", "system: Be $mood\nprompt: |\n  one\n  two\ndefaults: {mood: good}\nextract: true\nfragments: [a, b]\n");
        (await llm.RunAsync("templates", "show", "t")).ShouldBe(CommandResult.Success("""
            defaults:
                mood: good
            extract: true
            fragments:
            - a
            - b
            name: t
            prompt: 'one

                two

                '
            system: Be $mood


            """));
    }

    [Theory]
    [InlineData("zzz")]
    [InlineData("broken")]
    [InlineData("key")]
    public async Task What_cannot_be_shown_is_an_error(string name)
    {
        llm.User.Write("templates/broken.yaml", "prompt: [");
        llm.User.Write("templates/key.yaml", "nope: x");
        (await llm.RunAsync("templates", "show", name)).ShouldBe(CommandResult.Failure($"Template '{name}' not found or invalid"));
    }

    [Fact]
    public async Task Path_is_that_of_the_directory() =>
        (await llm.RunAsync("templates", "path")).ShouldBe(CommandResult.Success(llm.Directory.TemplatesDirectory + "\n"));

    public void Dispose() => llm.Dispose();
}
