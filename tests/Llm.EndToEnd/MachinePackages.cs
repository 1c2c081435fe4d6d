using System.Text.Json.Nodes;

namespace Llm.EndToEnd;

/// <summary>
/// The packages of others that are on the machine already, as links in a folder. The machine may have packages of our own making too
/// (the libraries, the samples), from an older state of the sources with the same version; those are told by where they came from.
/// </summary>
internal static class MachinePackages
{
    private static readonly Lazy<string> Links = new(Create);

    /// <summary>The folder, which exists until the process ends.</summary>
    public static string Folder => Links.Value;

    private static string Create()
    {
        var machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var links = Directory.CreateTempSubdirectory("llm-machine-packages-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(links, recursive: true);
        foreach (var package in Directory.GetDirectories(machine))
        {
            if (Directory.GetDirectories(package).All(IsFromRegistry))
                Directory.CreateSymbolicLink(Path.Combine(links, Path.GetFileName(package)), package);
        }

        return links;
    }

    private static bool IsFromRegistry(string version)
    {
        var metadata = Path.Combine(version, ".nupkg.metadata");
        return File.Exists(metadata)
            && (string?)JsonNode.Parse(File.ReadAllText(metadata))!["source"] is { } source
            && source.StartsWith("http", StringComparison.Ordinal);
    }
}
