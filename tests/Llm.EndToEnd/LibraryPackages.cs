using Llm.Tests;

namespace Llm.EndToEnd;

/// <summary>A folder with the packages of the libraries, made once for the tests of programs outside the repository.</summary>
public sealed class LibraryPackages : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("llm-packages-").FullName;

    /// <summary>The names of the packages.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["Llm", "Llm.Storage", "Llm.Providers", "Llm.Mcp", "Llm.Hosting", "Llm.Testing"];

    /// <summary>The folder of the packages.</summary>
    public string Feed => Path.Combine(folder, "packages");

    public async ValueTask InitializeAsync()
    {
        foreach (var name in Names)
            await Dotnet.RunAsync("pack", Path.Combine(SharedData.RepositoryRoot, "src", name), "-c", "Release", "-o", Feed);
    }

    /// <summary>Creates a project that uses packages.</summary>
    /// <param name="project">The folder of the project.</param>
    /// <param name="packages">The names of the packages.</param>
    public void WriteProject(string project, params IEnumerable<string> packages)
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
            <Project Sdk="Microsoft.NET.Sdk">
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
              </ItemGroup>
            </Project>
            """);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Tests that share the packages.</summary>
[CollectionDefinition(nameof(PackagesCollection))]
public sealed class PackagesCollection : ICollectionFixture<LibraryPackages>;
