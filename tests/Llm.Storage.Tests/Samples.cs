using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Tests;

namespace Llm.Storage.Tests;

/// <summary>Sample directories and recorded figures of the Python tool; a test that needs them is skipped where they are missing.</summary>
internal static class Samples
{
    /// <summary>A copy of a sample directory's log database.</summary>
    public static string CopyLogs(string version, TemporaryDirectory target)
    {
        var copy = target.File($"logs-{version}.db");
        File.Copy(SharedData.Path("data", "userdirs", $"llm-{version}", "logs.db"), copy);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return copy;
    }

    /// <summary>One part of the recorded figures.</summary>
    public static JsonNode Vectors(string name) => JsonText.Parse(SharedData.Recorded("vectors-0.32.json"))![name]!;
}
