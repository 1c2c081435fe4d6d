using System.Runtime.CompilerServices;

namespace Llm.Tests;

/// <summary>The requirements folder beside the repository; tests that need it skip where it is absent.</summary>
internal static class SharedData
{
    public static string RepositoryRoot { get; } = FindRoot();

    public static string Path(params string[] parts)
    {
        var path = System.IO.Path.Combine([RepositoryRoot, "..", "shared", .. parts]);
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"../shared/{string.Join('/', parts)} is not there");
        return path;
    }

    /// <summary>The text of a file in <c>tests/Recorded</c>, which is part of the repository.</summary>
    public static string Recorded(string name) => File.ReadAllText(System.IO.Path.Combine(RepositoryRoot, "tests", "Recorded", name));

    private static string FindRoot([CallerFilePath] string here = "")
    {
        foreach (var start in new[] { AppContext.BaseDirectory, System.IO.Path.GetDirectoryName(here)! })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(System.IO.Path.Combine(folder.FullName, "Llm.slnx"))) return folder.FullName;
            }
        }

        throw new InvalidOperationException("Llm.slnx was not found above the tests.");
    }
}
