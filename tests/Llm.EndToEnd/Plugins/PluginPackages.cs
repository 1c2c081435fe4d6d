using System.Xml.Linq;
using Llm.Testing;
using Llm.Tests;

namespace Llm.EndToEnd.Plugins;

/// <summary>
/// Packages of the sample plugins and of some for tests, made as strangers make them, in a folder with those of the libraries.
/// </summary>
public sealed class PluginPackages(LibraryPackages libraries) : IAsyncLifetime
{
    private const string Version = "0.1.0";

    private readonly string folder = Directory.CreateTempSubdirectory("llm-plugins-").FullName;

    /// <summary>A folder whose <c>nuget.config</c> names the packages and no other source, and has a cache of its own.</summary>
    public string Place => Path.Combine(folder, "place");

    /// <summary>A user directory in which both samples are installed by their names.</summary>
    public TemporaryUserDirectory User { get; } = new();

    /// <summary>The file of a package.</summary>
    public string FileOf(string id, string version = Version) => Path.Combine(libraries.Feed, $"{id}.{version}.nupkg");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Place);
        File.WriteAllText(Path.Combine(Place, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="folder" value="{libraries.Feed}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="machine" value="{MachinePackages.Folder}" />
              </fallbackPackageFolders>
              <config>
                <add key="globalPackagesFolder" value="{Path.Combine(folder, "cache")}" />
              </config>
            </configuration>
            """);
        foreach (var sample in (string[])["Markov", "Notebook"])
        {
            var source = Path.Combine(SharedData.RepositoryRoot, "samples", sample);
            var files = Directory.GetFiles(source, "*.cs");
            await PackAsync(sample, Version, files.ToDictionary(file => Path.GetFileName(file), File.ReadAllText));
        }
    }

    public ValueTask DisposeAsync()
    {
        User.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Makes a package from sources.</summary>
    /// <param name="id">The ID of the package.</param>
    /// <param name="version">Its version.</param>
    /// <param name="sources">The source files by name.</param>
    /// <param name="uses">The packages that it needs besides the library, each an ID with a version.</param>
    /// <param name="isPlugin">Whether it needs the library.</param>
    public async Task PackAsync(
        string id, string version, IReadOnlyDictionary<string, string> sources, (string Id, string Version)[]? uses = null,
        bool isPlugin = true)
    {
        if (File.Exists(FileOf(id, version))) return;
        var project = Directory.CreateDirectory(Path.Combine(folder, $"{id}.{version}")).FullName;
        File.Copy(Path.Combine(Place, "nuget.config"), Path.Combine(project, "nuget.config"), overwrite: true);
        foreach (var (name, text) in sources) await File.WriteAllTextAsync(Path.Combine(project, name), text);
        (string Id, string Version)[] all = [.. isPlugin ? [("Llm", Version)] : Array.Empty<(string, string)>(), .. uses ?? []];
        new XDocument(new XElement(
            "Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement(
                "PropertyGroup",
                new XElement("TargetFramework", "net10.0"), new XElement("ImplicitUsings", "enable"), new XElement("Nullable", "enable"),
                new XElement("AssemblyName", id), new XElement("Version", version), new XElement("NuGetAudit", false)),
            new XElement(
                "ItemGroup",
                all.Select(package => new XElement(
                    "PackageReference", new XAttribute("Include", package.Id), new XAttribute("Version", package.Version))))))
            .Save(Path.Combine(project, $"{id}.csproj"));
        await Dotnet.RunAsync("pack", project, "-c", "Release", "-o", libraries.Feed);
    }
}
