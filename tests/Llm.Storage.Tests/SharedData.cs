using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Storage.Tests;

/// <summary>Sample directories and recorded figures of the Python tool, which lie beside the repository where they are available.</summary>
internal static class SharedData
{
    /// <summary>A copy of a sample directory's log database; skips the test where the samples are missing.</summary>
    public static string CopyLogs(string version, TemporaryDirectory target)
    {
        var copy = target.File($"logs-{version}.db");
        File.Copy(Find($"data/userdirs/llm-{version}/logs.db"), copy);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return copy;
    }

    /// <summary>One part of the recorded figures.</summary>
    public static JsonNode Vectors(string name) => JsonText.Parse(File.ReadAllText(Find("spec/vectors-0.32.json")))![name]!;

    public static string Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Llm.slnx"))) continue;
            var found = Path.Combine(folder.FullName, "..", "shared", path);
            if (File.Exists(found)) return found;
            break;
        }

        Assert.Skip($"The sample ../shared/{path} is not beside this repository.");
        throw new InvalidOperationException();
    }
}
