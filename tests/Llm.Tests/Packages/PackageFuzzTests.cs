using System.Diagnostics;
using Llm.Packages;

namespace Llm.Tests.Packages;

/// <summary>Spoiled packages: a result or an error for the user, never anything else, and never long.</summary>
public class PackageFuzzTests(ITestOutputHelper output)
{
    private static readonly string[] Pieces =
    [
        "null", "true", "1e400", "[", "{", "}", "]", ": ", "- ", "&a ", "*a", "<<: ", "!!binary ", "\"", "'", "|", ">", "#", "\t", "\0", "-0", "~",
        "9999999999999999999999", "NaN", "../", "**/*", "use_template: x", "\"\\ud800\"", "%YAML 1.3\n", "---\n", "? ", ".inf", "0x7fffffffffffffff",
    ];

    [Fact]
    public void A_spoiled_package_is_a_result_or_an_error_for_the_user()
    {
        var random = new Random(20261201);
        var count = Effort.Of(500, 10_000);
        var (read, refused) = (0, 0);
        var longest = TimeSpan.Zero;
        var folder = Directory.CreateTempSubdirectory("llm-fuzz-").FullName;
        try
        {
            for (var i = 0; i < count; i++)
            {
                var name = DifyPackages.Names[random.Next(DifyPackages.Names.Count)];
                var package = Path.Combine(folder, "package");
                Spoil(DifyPackages.FolderOf(name), package, random);
                var started = Stopwatch.GetTimestamp();
                try
                {
                    var loaded = ModelPackage.Load(package);
                    loaded.Check();
                    loaded.ToJson();
                    foreach (var model in loaded.Provider.Models) Price(model);
                    read++;
                }
                catch (LlmException)
                {
                    refused++;
                }

                var elapsed = Stopwatch.GetElapsedTime(started);
                if (elapsed > longest) longest = elapsed;
                Directory.Delete(package, recursive: true);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        output.WriteLine(
            $"{count} packages: {read} read, {refused} refused; the longest took {longest.TotalMilliseconds:0} ms; peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
        read.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(0);
        longest.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        Process.GetCurrentProcess().PeakWorkingSet64.ShouldBeLessThan(1L << 30);
    }

    [Fact]
    public void A_hostile_archive_is_a_result_or_an_error_for_the_user_and_writes_nothing_outside()
    {
        var random = new Random(20261202);
        var count = Effort.Of(300, 10_000);
        var (added, refused) = (0, 0);
        var longest = TimeSpan.Zero;
        var folder = Directory.CreateTempSubdirectory("llm-fuzz-").FullName;
        try
        {
            var user = Directory.CreateDirectory(Path.Combine(folder, "a", "b", "user")).FullName;
            var archive = Path.Combine(folder, "package.difypkg");
            for (var i = 0; i < count; i++)
            {
                File.WriteAllBytes(archive, HostileArchive.Create(random));
                var started = Stopwatch.GetTimestamp();
                try
                {
                    PackageStore.Check(archive);
                    var package = new PackageStore(new UserDirectory(user)).Add(archive);
                    foreach (var model in package.Models) package.Load(model);
                    added++;
                }
                catch (LlmException)
                {
                    refused++;
                }

                var elapsed = Stopwatch.GetElapsedTime(started);
                if (elapsed > longest) longest = elapsed;
                Directory.GetFileSystemEntries(user).Select(path => Path.GetFileName(path)).Except(["packages"]).ShouldBeEmpty();
            }

            Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories)
                .Where(path => !path.StartsWith(Path.Combine(user, "packages"), StringComparison.Ordinal))
                .Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)
                .ShouldBe(["a", Path.Combine("a", "b"), Path.Combine("a", "b", "user"), "package.difypkg"]);
            Directory.GetDirectories(Path.Combine(user, "packages")).Select(path => Path.GetFileName(path)).ShouldNotContain(".new");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        output.WriteLine(
            $"{count} archives: {added} added, {refused} refused; the longest took {longest.TotalMilliseconds:0} ms; peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
        added.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(0);
        longest.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        Process.GetCurrentProcess().PeakWorkingSet64.ShouldBeLessThan(1L << 30);
    }

    private static void Price(PackageModel model)
    {
        try
        {
            ModelPrice.Of(model.Price)?.CostOf(TokenCounts.Of(new Usage { InputTokens = int.MaxValue, OutputTokens = int.MaxValue }));
            model.Price?.CostOf(1_000_000, 1_000_000);
        }
        catch (LlmException)
        {
            // It says so.
        }
    }

    /// <summary>Copies at most forty files of a package and changes some of them.</summary>
    private static void Spoil(string from, string to, Random random)
    {
        var files = Directory.GetFiles(from, "*", SearchOption.AllDirectories);
        random.Shuffle(files);
        var chosen = files.Take(40)
            .Union(files.Where(file => file.EndsWith("manifest.yaml", StringComparison.Ordinal) || file.Contains("/provider/", StringComparison.Ordinal)));
        foreach (var file in chosen)
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var isRoot = !file.Contains("/models/llm/", StringComparison.Ordinal);
            if (random.Next(isRoot ? 4 : 12) > 0) File.Copy(file, target);
            else File.WriteAllText(target, Spoil(File.ReadAllText(file), random));
        }
    }

    private static string Spoil(string text, Random random)
    {
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(20), text.Length - at);
            text = random.Next(5) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                2 => text.Insert(at, text.Substring(random.Next(Math.Max(1, text.Length - length)), length)),
                3 => Line(text, random),
                _ => text.Remove(at, length).Insert(at, ((char)random.Next(0x300)).ToString()),
            };
        }

        return text;
    }

    /// <summary>Replaces the value of a line, so that keys stay and types change.</summary>
    private static string Line(string text, Random random)
    {
        var lines = text.Split('\n');
        var at = random.Next(lines.Length);
        var colon = lines[at].IndexOf(':', StringComparison.Ordinal);
        if (colon > 0) lines[at] = $"{lines[at][..colon]}: {Pieces[random.Next(Pieces.Length)]}";
        return string.Join('\n', lines);
    }
}
