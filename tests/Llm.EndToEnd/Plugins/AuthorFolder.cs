using Llm.Testing;

namespace Llm.EndToEnd.Plugins;

/// <summary>
/// A folder in which somebody writes a plugin: NuGet finds the packages of the libraries, those of others that this machine has, and no
/// other source, and begins with an empty cache.
/// </summary>
public sealed class AuthorFolder : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("llm-author-").FullName;

    public AuthorFolder(LibraryPackages libraries)
    {
        Directory.CreateDirectory(Work);
        File.WriteAllText(Path.Combine(root, "nuget.config"), $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{Path.Combine(root, "cache")}" />
              </config>
              <packageSources>
                <clear />
                <add key="folder" value="{libraries.Feed}" />
                <add key="others" value="{MachinePackages.Folder}" />
              </packageSources>
            </configuration>
            """);
    }

    /// <summary>The folder, which is empty at first.</summary>
    public string Work => Path.Combine(root, "work");

    /// <summary>The author's user directory.</summary>
    public TemporaryUserDirectory User { get; } = new();

    /// <summary>Variables by which no process of a build outlives it.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
    };

    /// <summary>Runs a program that must succeed, in the folder or one inside it; returns what it printed.</summary>
    public async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var run = await Run.ToEndAsync(program, User.Path, arguments, environment: Environment, directory: Path.Combine(Work, folder));
        run.ExitCode.ShouldBe(0, $"{Path.GetFileName(program)} {string.Join(' ', arguments)}\n{run.Output}\n{run.Error}");
        return run.Output;
    }

    public void Dispose()
    {
        User.Dispose();
        Directory.Delete(root, recursive: true);
    }
}
