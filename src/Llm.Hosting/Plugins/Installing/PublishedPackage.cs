using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Llm.Plugins;

/// <summary>Reads what packages and published projects say of themselves.</summary>
internal static class PublishedPackage
{
    /// <summary>The ID and version in a <c>.nupkg</c> file.</summary>
    /// <exception cref="LlmException">The file is no package.</exception>
    public static (string Id, string Version) ReadIdentity(string path)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            var entry = archive.Entries.First(entry => entry.FullName == entry.Name && Path.GetExtension(entry.Name) == ".nuspec");
            using var stream = entry.Open();
            var metadata = XDocument.Load(stream).Root!.Elements().First(element => element.Name.LocalName == "metadata");
            string Value(string name) => metadata.Elements().First(element => element.Name.LocalName == name).Value.Trim();
            return (Value("id"), Value("version"));
        }
        catch (Exception ex) when (ex is InvalidDataException or InvalidOperationException or System.Xml.XmlException)
        {
            throw new LlmException($"{path} is not a NuGet package.", ex);
        }
    }

    /// <summary>The package or project that a published project refers to: its ID, version and the file names of its assemblies.</summary>
    /// <param name="folder">The output of the published project.</param>
    public static (string Id, string Version, IReadOnlyList<string> Assemblies) ReadReferenced(string folder)
    {
        var list = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, $"{PluginLoader.Project}.deps.json")))!;
        var target = list["targets"]![(string)list["runtimeTarget"]!["name"]!]!.AsObject();
        var project = target.First(entry => entry.Key.StartsWith(PluginLoader.Project + "/", StringComparison.Ordinal)).Value!;
        var (id, version) = project["dependencies"]!.AsObject().First();
        var assemblies = target[$"{id}/{version}"]?["runtime"]?.AsObject().Select(file => Path.GetFileName(file.Key)) ?? [];
        return (id, (string)version!, [.. assemblies]);
    }
}
