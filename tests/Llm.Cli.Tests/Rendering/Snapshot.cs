using Llm.Tests;

namespace Llm.Cli.Tests.Rendering;

/// <summary>
/// Compares a text with the file that keeps it. Escape sequences are written <c>\e[1m</c>, so that the files can be read and their
/// differences reviewed; <c>LLM_WRITE_SNAPSHOTS=1</c> writes the files anew.
/// </summary>
internal static class Snapshot
{
    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "tests", "Llm.Cli.Tests", "Snapshots");

    public static void ShouldMatch(string text, string name)
    {
        var path = Path.Combine(Folder, name);
        var readable = text.Replace("\e", "\\e", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("LLM_WRITE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, readable);
        }

        File.Exists(path).ShouldBeTrue($"There is no snapshot {name} yet; LLM_WRITE_SNAPSHOTS=1 writes it.");
        readable.ShouldBe(File.ReadAllText(path), $"{name} differs; LLM_WRITE_SNAPSHOTS=1 rewrites it.");
    }
}
