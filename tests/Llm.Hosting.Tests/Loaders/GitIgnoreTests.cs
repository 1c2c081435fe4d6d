using System.Text;
using Llm.Loaders;

namespace Llm.Hosting.Tests.Loaders;

/// <summary>What is left out is compared with what git itself leaves out.</summary>
public sealed class GitIgnoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("llm-ignore-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("*.log\n!keep.log", "a.log", "keep.log", "b/a.log", "b/a.txt")]
    [InlineData("/build\nout/", "build/x", "a/build/x", "out/y", "a/out/y", "out2")]
    [InlineData("a/**/z\n**/temp\nlogs/**", "a/z", "a/b/c/z", "x/temp", "temp/y", "logs/l", "q/logs/l")]
    [InlineData("file[0-9].txt\n[!a]x\n\\#note\n\\!bang\ntrail\\ ", "file1.txt", "filea.txt", "bx", "ax", "#note", "!bang", "trail ")]
    [InlineData("# comment\n\n   \nfoo**bar\na?c", "fooxbar", "foo/bar", "abc", "a/c")]
    [InlineData("dir/*\n!dir/keep", "dir/a", "dir/keep", "dir/sub/x")]
    public async Task Rules_are_those_of_git(string rules, params string[] paths)
    {
        Write(".gitignore", rules);
        foreach (var path in paths) Write(path, "x");
        await CompareAsync();
    }

    [Fact]
    public async Task Inner_files_come_after_outer_ones()
    {
        Write(".gitignore", "*.txt\n/only\n");
        Write("a/.gitignore", "!*.txt\n/only\nb/\n");
        foreach (var path in (string[])["x.txt", "a/x.txt", "a/only", "a/c/only", "only", "a/b/x.txt", "a/c/x.txt"]) Write(path, "x");
        await CompareAsync();
        // The rules around the folder count too.
        FolderTree.Files(Path.Combine(folder, "a"), pattern: null).ShouldBe(["c/only", "c/x.txt", "x.txt"]);
    }

    [Fact]
    public async Task Random_rules_are_those_of_git()
    {
        var random = new Random(11);
        string[] names = ["a", "b", "ab", "a.c", "b.c", "x1", "x2"];
        string[] pieces = ["a", "b", "ab", "*", "?", "**", "a*", "a**", "**b", "?**", "[ab]**", "*.c", "[ab]", "x[1-9]", "a.c"];
        for (var round = 0; round < 150; round++)
        {
            foreach (var entry in Directory.GetFileSystemEntries(folder).Where(entry => Path.GetFileName(entry) != ".git"))
            {
                if (Directory.Exists(entry)) Directory.Delete(entry, recursive: true);
                else File.Delete(entry);
            }

            for (var i = 0; i < 25; i++)
            {
                var path = string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => names[random.Next(names.Length)]));
                if (!Path.Exists(Path.Combine(folder, path)) && !IsBelowFile(path)) Write(path, "x");
            }

            Write(".gitignore", Rules());
            if (Directory.GetDirectories(folder).FirstOrDefault(entry => Path.GetFileName(entry) != ".git") is { } inner)
                Write(Path.Combine(Path.GetFileName(inner), ".gitignore"), Rules());
            await CompareAsync();
        }

        string Rules()
        {
            var text = new StringBuilder();
            for (var i = random.Next(1, 5); i > 0; i--)
            {
                var parts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => pieces[random.Next(pieces.Length)]);
                text.Append(random.Next(4) == 0 ? "!" : "").Append(random.Next(4) == 0 ? "/" : "").AppendJoin('/', parts)
                    .Append(random.Next(4) == 0 ? "/" : "").Append('\n');
            }

            return text.ToString();
        }

        bool IsBelowFile(string path)
        {
            for (var parent = Path.GetDirectoryName(path); !string.IsNullOrEmpty(parent); parent = Path.GetDirectoryName(parent))
            {
                if (File.Exists(Path.Combine(folder, parent))) return true;
            }

            return false;
        }
    }

    private async Task CompareAsync()
    {
        await GitAsync("init", "-q");
        var listed = await GitAsync("ls-files", "--others", "--exclude-standard", "-z");
        var theirs = listed.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Where(path => !path.EndsWith(".gitignore", StringComparison.Ordinal));
        FolderTree.Files(folder, pattern: null).Order(StringComparer.Ordinal).ShouldBe(
            theirs.Order(StringComparer.Ordinal), Rules());
    }

    private string Rules() => string.Join("\n", Directory.GetFiles(folder, ".gitignore", SearchOption.AllDirectories)
        .Select(path => $"{Path.GetRelativePath(folder, path)}:\n{File.ReadAllText(path)}"));

    private async Task<string> GitAsync(params string[] arguments)
    {
        var (code, output, error) = await ToolProcess.ReadAsync(
            "git", ["-C", folder, "-c", "core.excludesFile=", .. arguments], TestContext.Current.CancellationToken);
        code.ShouldBe(0, error);
        return Encoding.UTF8.GetString(output);
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
