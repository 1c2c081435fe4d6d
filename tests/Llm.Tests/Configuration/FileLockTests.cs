using Llm.Testing;

namespace Llm.Tests.Configuration;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryUserDirectory user = new();

    public void Dispose() => user.Dispose();

    /// <summary>Every change of a user file that reads it first.</summary>
    public static TheoryData<string> Changes => ["keys", "aliases", "options", "settings"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Many_stores_keep_each_others_changes(string kind)
    {
        Parallel.For(0, 24, i => Change(kind, user.Directory, $"k{i}"));
        Count(kind).ShouldBe(kind == "settings" ? 2 : 24);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_change_waits_for_the_lock_and_then_reads_again(string kind)
    {
        Change(kind, user.Directory, "k1");
        var held = FileLock.Take(user.Directory.KeysFile);
        var waiting = Task.Run(() => Change(kind, user.Directory, "k2"));
        (await Task.WhenAny(waiting, Task.Delay(100))).ShouldNotBe(waiting);
        held.Dispose();
        await waiting;
        Count(kind).ShouldBe(2);
    }

    [Fact]
    public void Only_one_holds_it_although_each_owner_deletes_the_file()
    {
        var (inside, worst) = (0, 0);
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 200; i++)
            {
                using var held = FileLock.Take(user.Directory.KeysFile, TimeSpan.FromMinutes(1));
                worst = Math.Max(worst, Interlocked.Increment(ref inside));
                Thread.SpinWait(100);
                Interlocked.Decrement(ref inside);
            }
        });
        worst.ShouldBe(1);
    }

    [Fact]
    public void A_link_to_the_directory_or_to_the_file_leads_to_the_same_lock()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege");
        using var other = new TemporaryUserDirectory();
        var directoryLink = Path.Combine(other.Path, "link");
        Directory.CreateSymbolicLink(directoryLink, user.Path);
        var fileLink = Path.Combine(other.Path, "keys.json");
        File.CreateSymbolicLink(fileLink, user.Directory.KeysFile);

        using var held = FileLock.Take(user.Directory.KeysFile);
        foreach (var path in (string[])[fileLink, Path.Combine(directoryLink, "keys.json"), user.Directory.AliasesFile])
        {
            Should.Throw<LlmException>(() => FileLock.Take(path, TimeSpan.Zero)).Message
                .ShouldBe($"{path} was not changed, because another program has been changing files in its folder for several seconds "
                    + $"(it holds {Path.Combine(user.Path, ".llm.lock")}). Wait until it has finished or end it, then try again.");
        }

        FileLock.Take(Path.Combine(other.Path, "aliases.json"), TimeSpan.Zero).Dispose();
    }

    [Fact]
    public void Only_the_owner_may_read_the_lock_and_an_unusable_folder_is_named()
    {
        if (!OperatingSystem.IsWindows())
        {
            using (FileLock.Take(user.Directory.KeysFile))
                File.GetUnixFileMode(Path.Combine(user.Path, ".llm.lock")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Directory.GetFiles(user.Path).ShouldBeEmpty();
        }

        var path = Path.Combine(user.Write("file", ""), "keys.json");
        Should.Throw<LlmException>(() => FileLock.Take(path)).Message.ShouldContain(Path.GetDirectoryName(path)!);
    }

    [Fact]
    public void The_next_write_removes_temporary_files_of_programs_that_have_ended()
    {
        const int Nobody = int.MaxValue;
        string Temporary(string name, int process) => user.Write($"{name}.{process:x}-{Guid.NewGuid():N}.tmp", "half");
        string[] abandoned = [Temporary("keys.json", Nobody), Temporary("settings.yaml", Nobody)];
        var open = Temporary("aliases.json", Nobody);
        string[] kept =
        [
            open, Temporary("keys.json", Environment.ProcessId), user.Write("mine.tmp", ""), user.Write("a.1-2.tmp", ""),
            user.Write($"keys.json.x-{Guid.NewGuid():N}.tmp", ""),
        ];
        using (File.Open(open, new FileStreamOptions { Access = FileAccess.Write, Share = FileShare.Delete }))
            new KeyStore(user.Directory).Set("k", "v");

        abandoned.ShouldAllBe(path => !File.Exists(path));
        kept.ShouldAllBe(path => File.Exists(path));
    }

    private static void Change(string kind, UserDirectory directory, string name)
    {
        switch (kind)
        {
            case "keys":
                new KeyStore(directory).Set(name, "v");
                break;
            case "aliases":
                new AliasStore(directory).Set(name, "m");
                break;
            case "options":
                new ModelOptionStore(directory).Set("m", name, "1");
                break;
            default:
                new SettingStore(directory).Set(name.EndsWith('1') ? Setting.Timeout : Setting.Retries, "3");
                break;
        }
    }

    private int Count(string kind) => kind switch
    {
        "keys" => new KeyStore(user.Directory).Names.Count,
        "aliases" => new AliasStore(user.Directory).Read().Count,
        "options" => new ModelOptionStore(user.Directory).Read("m").Count,
        _ => Setting.All.Count(setting => new SettingStore(user.Directory).Find(setting) is not null),
    };
}
