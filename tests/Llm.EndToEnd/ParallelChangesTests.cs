using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>Commands that change the same file of the user directory at the same time, half of them through a link.</summary>
public class ParallelChangesTests(InstalledTool tool)
{
    private const int Count = 40;
    private const int AtATime = 8;

    [Theory]
    [InlineData("keys.json", "keys set NAME --value v")]
    [InlineData("aliases.json", "aliases set NAME echo")]
    [InlineData("mcp.json", "mcp add NAME -- program")]
    public async Task Each_is_kept(string file, string command)
    {
        using var user = new TemporaryUserDirectory();
        var link = Path.Combine(user.Path, "..", Path.GetRandomFileName());
        if (!OperatingSystem.IsWindows()) Directory.CreateSymbolicLink(link, user.Path);
        var runs = new Run[Count];
        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (i, _) =>
        {
            var path = i % 2 == 0 || OperatingSystem.IsWindows() ? user.Path : link;
            runs[i] = await Run.ToEndAsync(tool.Path, path, command.Replace("NAME", $"n{i}").Split(' '));
        });
        if (!OperatingSystem.IsWindows()) File.Delete(link);

        runs.Where(run => run.ExitCode != 0 || run.Error.Length > 0).ShouldBeEmpty();
        var text = await File.ReadAllTextAsync(Path.Combine(user.Path, file));
        Enumerable.Range(0, Count).Where(i => !text.Contains($"\"n{i}\"")).ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(user.Path).Select(Path.GetFileName).ShouldBe([file]);
    }
}
