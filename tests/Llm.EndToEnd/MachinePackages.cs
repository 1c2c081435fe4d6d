namespace Llm.EndToEnd;

/// <summary>
/// The packages of others that are on the machine already, as links in a folder. The machine may have our own packages too, from an
/// older state of the sources with the same version.
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
            var name = Path.GetFileName(package);
            if (name is "llm" || name.StartsWith("llm.", StringComparison.Ordinal)) continue;
            Directory.CreateSymbolicLink(Path.Combine(links, name), package);
        }

        return links;
    }
}
