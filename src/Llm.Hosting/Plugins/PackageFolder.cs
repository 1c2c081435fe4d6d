using System.Text.Json;
using System.Text.Json.Nodes;

namespace Llm.Plugins;

/// <summary>The folder of an installed package, which stays as long as a process uses the package.</summary>
internal static class PackageFolder
{
    /// <summary>The file that describes the package and all that its plugins offer.</summary>
    public const string RecordFile = "package.json";

    /// <summary>The file that processes hold open while they use the package. It is never replaced.</summary>
    private const string HeldFile = "plugin.deps.json";

    // Never closed: what is loaded stays loaded, and may load more.
    private static readonly List<FileStream> Held = [];

    /// <summary>Reads what the plugins of a package offer.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="record">The package.</param>
    /// <exception cref="LlmException">The description is missing or damaged.</exception>
    public static PluginRecord Read(string folder, PluginRecord record)
    {
        try
        {
            return new PluginRecord(JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, RecordFile)))!.AsObject());
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new LlmException(
                $"The description of the package {record.Package} cannot be read: {ex.Message.TrimEnd('.')}. "
                + $"Install it again with 'llm install --force-reinstall {record.Requested}'.", ex);
        }
    }

    /// <summary>Keeps other processes from removing the folder until this process ends.</summary>
    public static void Use(string folder)
    {
        var file = Path.Combine(folder, HeldFile);
        // A package that is only being installed is this process's own.
        if (!File.Exists(Path.Combine(folder, RecordFile))) return;
        lock (Held) Held.Add(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read));
    }

    /// <summary>Removes a folder, unless a process uses it; the next installation removes it then.</summary>
    public static void Remove(string folder)
    {
        try
        {
            var file = Path.Combine(folder, HeldFile);
            if (File.Exists(file))
            {
                using var own = FileLock.TryOpen(file, FileMode.Open);
                if (own is null) return;
            }

            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // Another program uses a file. The next installation tries again.
        }
    }
}
