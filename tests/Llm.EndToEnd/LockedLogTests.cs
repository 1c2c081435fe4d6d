using Llm.Storage.Sqlite;
using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>Commands whose log another program has locked, or that cannot be used at all.</summary>
public class LockedLogTests(InstalledTool tool)
{
    [Theory]
    [InlineData("-m", "echo", "hello")]
    [InlineData("logs")]
    public async Task What_a_command_waits_for_is_reported_once_and_the_command_succeeds(params string[] arguments)
    {
        using var user = new TemporaryUserDirectory();
        (await Run.ToEndAsync(tool.Path, user.Path, ["-m", "echo", "first"])).ExitCode.ShouldBe(0);
        Task<Run> running;
        using (var other = Database.Open(user.Directory.LogsDatabase, DatabaseMode.ReadWrite))
        {
            other.Execute("BEGIN EXCLUSIVE");
            running = Run.ToEndAsync(tool.Path, user.Path, arguments);
            await Task.Delay(TimeSpan.FromSeconds(5));
            running.IsCompleted.ShouldBeFalse();
            other.Execute("ROLLBACK");
        }

        var run = await running;
        run.ExitCode.ShouldBe(0);
        run.Error.ShouldBe($"Waiting for the database {user.Directory.LogsDatabase}, which another program has locked ...\n");
    }

    [Theory]
    [InlineData("no database, but a text that is long enough to be read as one")]
    [InlineData("folder")]
    [InlineData("CREATE TABLE conversations (id INTEGER)")]
    public async Task A_log_that_cannot_be_used_is_not_needed_without_logging(string content)
    {
        using var user = new TemporaryUserDirectory();
        if (content == "folder") Directory.CreateDirectory(user.Directory.LogsDatabase);
        else if (!content.StartsWith("CREATE", StringComparison.Ordinal)) user.Write("logs.db", content);
        else using (var other = Database.Open(user.Directory.LogsDatabase)) other.Execute(content);

        var refused = await Run.ToEndAsync(tool.Path, user.Path, ["-m", "echo", "hello"]);
        refused.ExitCode.ShouldBe(1);
        refused.Output.ShouldBe("");
        refused.Error.ShouldStartWith("Error: ");
        refused.Error.ShouldContain(user.Directory.LogsDatabase);
        refused.Error.ShouldEndWith(" To prompt without logging, use -n.\n");
        var answered = await Run.ToEndAsync(tool.Path, user.Path, ["-m", "echo", "-n", "hello"]);
        answered.ExitCode.ShouldBe(0);
        answered.Error.ShouldBe("");
    }
}
