using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace Llm.Plugins;

/// <summary>The project that is generated to install a package: <c>dotnet</c> resolves the dependencies and collects the files.</summary>
/// <remarks>
/// There is one for each package. In a common project, all plugins would have to agree on one version of each dependency.
/// </remarks>
internal static class PluginProject
{
    /// <summary>Finds the project in a folder, or the project file itself.</summary>
    /// <exception cref="LlmException">There is no project, or there are several.</exception>
    public static string Find(string path)
    {
        if (File.Exists(path)) return Path.GetFullPath(path);
        if (!Directory.Exists(path))
            throw new LlmException($"There is no folder {path}. To install a package from NuGet, write only its name.");
        return Directory.GetFiles(path, "*.csproj") switch
        {
            [var project] => Path.GetFullPath(project),
            [] => throw new LlmException($"The folder {path} contains no .csproj file."),
            _ => throw new LlmException($"The folder {path} contains several .csproj files. Name the one to install."),
        };
    }

    /// <summary>Writes a project that refers to a package.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="id">The ID of the package.</param>
    /// <param name="version">The version, or a pattern with <c>*</c>.</param>
    /// <param name="source">A folder with packages to look in besides the sources of the user; null if there is none.</param>
    public static void WriteForPackage(string path, string id, string version, string? source) => Write(
        path, new XElement("PackageReference", new XAttribute("Include", id), new XAttribute("Version", version)), source);

    /// <summary>Writes a project that refers to another project.</summary>
    public static void WriteForProject(string path, string project) =>
        Write(path, new XElement("ProjectReference", new XAttribute("Include", project)), source: null);

    private static void Write(string path, XElement reference, string? source)
    {
        // Nothing that lies above the user directory changes the project.
        var properties = new XElement(
            "PropertyGroup",
            new XElement("ImportDirectoryBuildProps", false), new XElement("ImportDirectoryBuildTargets", false),
            new XElement("ImportDirectoryPackagesProps", false));
        var settings = new XElement(
            "PropertyGroup",
            new XElement("TargetFramework", "net10.0"),
            new XElement("RuntimeIdentifier", RuntimeInformation.RuntimeIdentifier),
            new XElement("SelfContained", false),
            new XElement("EnableDynamicLoading", true),
            // A package for the .NET Framework would be taken, and fail when it is used.
            new XElement("WarningsAsErrors", "NU1701"));
        if (source is not null) settings.Add(new XElement("RestoreAdditionalProjectSources", source));
        new XDocument(new XElement(
            "Project",
            properties,
            new XElement("Import", new XAttribute("Project", "Sdk.props"), new XAttribute("Sdk", "Microsoft.NET.Sdk")),
            settings,
            new XElement("ItemGroup", reference),
            new XElement("Import", new XAttribute("Project", "Sdk.targets"), new XAttribute("Sdk", "Microsoft.NET.Sdk")))).Save(path);
    }
}
