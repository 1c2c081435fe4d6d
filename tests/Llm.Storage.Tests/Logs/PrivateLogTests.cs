using Llm.Storage.Logs;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Tests.Logs;

public sealed class PrivateLogTests : LogStoreTest
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task New_logs_and_backups_are_the_owners_and_existing_ones_stay()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file modes are Unix's");
        if (OperatingSystem.IsWindows()) return;
        File.GetUnixFileMode(store.Path).ShouldBe(OwnerOnly);
        await store.BackUpAsync(folder.File("backup.db"));
        File.GetUnixFileMode(folder.File("backup.db")).ShouldBe(OwnerOnly);
        using (var copy = Database.Open(folder.File("backup.db"), DatabaseMode.ReadOnly))
            copy.QueryText("PRAGMA integrity_check").ShouldBe("ok");

        File.SetUnixFileMode(store.Path, OwnerOnly | UnixFileMode.GroupRead);
        LogStore.Open(store.Path).Dispose();
        File.GetUnixFileMode(store.Path).ShouldBe(OwnerOnly | UnixFileMode.GroupRead);
    }

    [Fact]
    public async Task A_backup_that_fails_leaves_no_file()
    {
        await using var impatient = LogStore.OpenReadOnly(folder.File("logs.db"), new LogStoreOptions { BusyTimeout = TimeSpan.Zero });
        database.Execute("BEGIN EXCLUSIVE");
        await Should.ThrowAsync<LlmException>(impatient.BackUpAsync(folder.File("backup.db")));
        File.Exists(folder.File("backup.db")).ShouldBeFalse();
    }
}
