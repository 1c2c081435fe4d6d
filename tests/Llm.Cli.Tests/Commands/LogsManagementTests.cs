namespace Llm.Cli.Tests.Commands;

public sealed class LogsManagementTests : IDisposable
{
    private readonly CommandRunner llm = new();

    [Fact]
    public async Task Without_a_database_there_is_nothing_to_show()
    {
        var path = llm.Directory.LogsDatabase;
        (await llm.RunAsync("logs", "path")).ShouldBe(CommandResult.Success(path + "\n"));
        (await llm.RunAsync("logs", "status")).ShouldBe(CommandResult.Success($"No log database found at {path}\n"));
        (await llm.RunAsync("logs")).ShouldBe(CommandResult.Failure($"No log database found at {path}"));
        (await llm.RunAsync("logs", "backup", Path.Combine(llm.User.Path, "copy.db")))
            .ShouldBe(CommandResult.Failure($"No log database found at {path}"));
        File.Exists(path).ShouldBeFalse();
    }

    [Fact]
    public async Task The_status_counts_threads_and_turns()
    {
        await llm.RunAsync("one");
        await llm.RunAsync("two", "-c");
        await llm.RunAsync("three");
        var status = await llm.RunAsync("logs", "status");
        status.ExitCode.ShouldBe(0);
        status.Output.ShouldMatch(
            $@"\ALogging is ON for all prompts\nFound log database at {System.Text.RegularExpressions.Regex.Escape(llm.Directory.LogsDatabase)}\n"
            + @"Number of threads logged:\t2\nNumber of turns logged:\t\t3\nDatabase file size: \t\t\d+\.\d\dKB\n\z");
    }

    [Fact]
    public async Task Logging_is_switched_by_a_file()
    {
        await llm.RunAsync("one");
        (await llm.RunAsync("logs", "off")).ShouldBe(CommandResult.Success());
        File.Exists(llm.Directory.LogsOffFile).ShouldBeTrue();
        (await llm.RunAsync("logs", "status")).Output.ShouldStartWith("Logging is OFF\n");
        (await llm.RunAsync("logs", "on")).ShouldBe(CommandResult.Success());
        File.Exists(llm.Directory.LogsOffFile).ShouldBeFalse();
        (await llm.RunAsync("logs", "on")).ShouldBe(CommandResult.Success());
        Directory.Delete(llm.Directory.Path, recursive: true);
        (await llm.RunAsync("logs", "on")).ShouldBe(CommandResult.Success());
    }

    [Fact]
    public async Task A_backup_is_a_whole_database_and_never_replaces_a_file()
    {
        await llm.RunAsync("one");
        var copy = Path.Combine(llm.User.Path, "copy.db");
        (await llm.RunAsync("logs", "backup", copy)).Output.ShouldMatch(
            $@"\ABacked up \d+\.\d\dKB to {System.Text.RegularExpressions.Regex.Escape(copy)}\n\z");
        (await llm.RunAsync("logs", "-d", copy, "--json")).ShouldBe(await llm.RunAsync("logs", "--json"));
        var content = File.ReadAllBytes(copy);
        var again = await llm.RunAsync("logs", "backup", copy);
        again.ExitCode.ShouldBe(1);
        again.Error.ShouldStartWith("Error: ");
        again.Error.ShouldNotContain("this is a bug");
        File.ReadAllBytes(copy).ShouldBe(content);
    }

    public void Dispose() => llm.Dispose();
}
