using System.Runtime.InteropServices;
using System.Xml.Linq;
using Llm.Tests;

namespace Llm.EndToEnd;

/// <summary>The packages of the libraries for the tests of programs outside the repository; all collections of tests share them.</summary>
public sealed class LibraryPackages : IAsyncLifetime
{
    private static readonly Lazy<Task<string>> Packed = new(PackAsync);

    private readonly string folder = Directory.CreateTempSubdirectory("llm-packages-").FullName;

    /// <summary>The names of the packages.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["Llm", "Llm.Storage", "Llm.Storage.Postgres", "Llm.VectorData", "Llm.Providers", "Llm.Mcp", "Llm.Hosting", "Llm.Testing"];

    /// <summary>The setting by which large packages that are on the machine already, such as the compiler's, are used.</summary>
    public static string Fallback => $"-p:RestoreFallbackFolders={MachinePackages.Folder}";

    /// <summary>What <see cref="CanLink"/> looks for.</summary>
    public const string LinkingNeeds = "linking needs Linux and clang or gcc";

    /// <summary>Whether programs can be compiled ahead of time here.</summary>
    public static bool CanLink => OperatingSystem.IsLinux() && (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(place => File.Exists(Path.Combine(place, "clang")) || File.Exists(Path.Combine(place, "gcc")));

    /// <summary>The version of the packages.</summary>
    public string Version => Path.GetFileName(Directory.GetFiles(Feed, "Llm.Templates.*.nupkg").Single())["Llm.Templates.".Length..^6];

    /// <summary>The folder of the packages.</summary>
    public string Feed { get; private set; } = "";

    public async ValueTask InitializeAsync() => Feed = await Packed.Value;

    /// <summary>Creates the project of a sample with packages in place of the libraries' projects.</summary>
    /// <param name="sample">The name of the sample.</param>
    /// <param name="parent">The folder in which the project's folder is created.</param>
    /// <param name="sdk">The SDK of the project.</param>
    /// <returns>The folder of the project.</returns>
    public string CopySample(string sample, string parent, string sdk = "Microsoft.NET.Sdk")
    {
        var (source, project) = (Path.Combine(SharedData.RepositoryRoot, "samples", sample), Path.Combine(parent, sample));
        var used = XDocument.Load(Path.Combine(source, $"{sample}.csproj"));
        var names = used.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));
        WriteProject(project, sdk, names.Where(Names.Contains), used.Descendants("PackageReference"));
        foreach (var file in Directory.EnumerateFiles(source, "*.cs")) File.Copy(file, Path.Combine(project, Path.GetFileName(file)));
        return project;
    }

    /// <summary>Creates a project that uses packages.</summary>
    /// <param name="project">The folder of the project.</param>
    /// <param name="packages">The names of the packages.</param>
    public void WriteProject(string project, params IEnumerable<string> packages) =>
        WriteProject(project, "Microsoft.NET.Sdk", packages, []);

    private void WriteProject(string project, string sdk, IEnumerable<string> packages, IEnumerable<XElement> others)
    {
        Directory.CreateDirectory(project);
        File.WriteAllText(Path.Combine(project, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="folder" value="{Feed}" />
              </packageSources>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(project, $"{Path.GetFileName(project)}.csproj"), $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
                <RestorePackagesPath>{Path.Combine(folder, "cache")}</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", packages.Select(package => $"""<PackageReference Include="{package}" Version="0.1.0" />"""))}
                {string.Join("\n    ", others.Select(Versioned))}
              </ItemGroup>
            </Project>
            """);
    }

    /// <summary>Compiles a project ahead of time, which must give no warning.</summary>
    public static async Task PublishNativeAsync(string project, string target)
    {
        var published = await Dotnet.RunAsync(
            "publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-p:PublishAot=true",
            "-p:TrimmerSingleWarn=false", Fallback, "-o", target);
        published.ShouldNotContain("warning");
        File.Exists(Path.Combine(target, $"{Path.GetFileName(project)}.dll")).ShouldBeFalse();
    }

    /// <summary>A reference of the repository with the version that the repository uses.</summary>
    private static XElement Versioned(XElement reference)
    {
        var versions = XDocument.Load(Path.Combine(SharedData.RepositoryRoot, "Directory.Packages.props"));
        var name = (string)reference.Attribute("Include")!;
        var version = versions.Descendants("PackageVersion").Single(package => (string?)package.Attribute("Include") == name);
        return new XElement(
            "PackageReference", new XAttribute("Include", name), new XAttribute("Version", (string)version.Attribute("Version")!));
    }

    private static async Task<string> PackAsync()
    {
        var feed = Directory.CreateTempSubdirectory("llm-feed-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(feed, recursive: true);
        foreach (var name in Names)
            await Dotnet.RunAsync("pack", Path.Combine(SharedData.RepositoryRoot, "src", name), "-c", "Release", "-o", feed);
        await Dotnet.RunAsync("pack", Path.Combine(SharedData.RepositoryRoot, "templates"), "-c", "Release", "-o", feed);
        return feed;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Tests of programs that use the packages.</summary>
[CollectionDefinition(nameof(PackagesCollection))]
public sealed class PackagesCollection : ICollectionFixture<LibraryPackages>;

/// <summary>Tests of installed plugins, which run beside those of programs.</summary>
[CollectionDefinition(nameof(PluginsCollection))]
public sealed class PluginsCollection : ICollectionFixture<LibraryPackages>;

/// <summary>Tests of what authors of plugins do.</summary>
[CollectionDefinition(nameof(AuthorsCollection))]
public sealed class AuthorsCollection : ICollectionFixture<LibraryPackages>;
