namespace Llm.Cli.Tests.CommandLine;

/// <summary>Help pages recorded from the Python tool at width 80; they are kept beside the repository.</summary>
internal static class RecordedHelp
{
    private static readonly string Rule = new('=', 78);

    /// <summary>The page that <c>llm COMMAND --help</c> printed; skips the test where there are no recordings.</summary>
    public static string Read(string command)
    {
        var path = Path.Combine(RepositoryRoot(), "..", "shared", "spec", "cli-0.32-help.txt");
        Assert.SkipUnless(File.Exists(path), $"The recorded help pages are not at {Path.GetFullPath(path)}.");
        var head = $"{Rule}\n$ {command} --help\n\n";
        var text = File.ReadAllText(path);
        var start = text.IndexOf(head, StringComparison.Ordinal);
        start.ShouldBeGreaterThanOrEqualTo(0, $"no recorded page of {command}");
        start += head.Length;
        var end = text.IndexOf(Rule, start, StringComparison.Ordinal);
        return (end < 0 ? text[start..] : text[start..end]).TrimEnd('\n') + "\n";
    }

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Llm.slnx"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
