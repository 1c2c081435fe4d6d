using Llm.Cli.Input.Editing;
using Llm.Testing;

namespace Llm.Cli.Tests.Input;

public sealed class LineHistoryTests
{
    [Fact]
    public void Blanks_and_repetitions_are_not_kept()
    {
        var history = new LineHistory();
        new[] { "a", "a", " ", "b", "a" }.Select(history.Add).ShouldBe([true, false, false, true, true]);
        (history.Older(""), history.Older(""), history.Older(""), history.Older("")).ShouldBe(("a", "b", "a", null));
    }

    [Fact]
    public void The_file_keeps_the_newest_thousand_for_the_owner_alone()
    {
        using var user = new TemporaryUserDirectory();
        var path = Path.Combine(user.Path, "chat_history");
        var file = new HistoryFile(path);
        file.Read().ShouldBeEmpty();
        user.Write("chat_history", string.Concat(Enumerable.Range(0, LineHistory.Limit).Select(i => $"entry {i}\n")));
        file.Append("two\nlines \\ and \\n");
        var entries = new HistoryFile(path).Read();
        (entries.Count, entries[0], entries[^1]).ShouldBe((LineHistory.Limit, "entry 1", "two\nlines \\ and \\n"));
        File.ReadAllLines(path)[^1].ShouldBe(@"two\nlines \\ and \\n");
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
