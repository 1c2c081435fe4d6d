using System.Runtime.InteropServices;

namespace Llm.Plugins;

/// <summary>The .NET SDK, which installs and builds packages.</summary>
internal sealed class DotnetSdk
{
    private readonly string program;

    private DotnetSdk(string program) => this.program = program;

    /// <summary>Finds the SDK beside the runtime that this program runs on, or on the path.</summary>
    /// <exception cref="LlmException">There is none.</exception>
    public static DotnetSdk Find()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        // The runtime lies in shared/Microsoft.NETCore.App/VERSION.
        var own = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Prepend(own))
        {
            var file = Path.Combine(folder, name);
            if (folder.Length == 0 || !File.Exists(file)) continue;
            var target = File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
            if (Directory.Exists(Path.Combine(Path.GetDirectoryName(target)!, "sdk"))) return new DotnetSdk(target);
        }

        throw new LlmException(
            "Plugins are built and installed with the .NET SDK, which was not found. Install it (package dotnet-sdk-10.0, or "
            + "https://dotnet.microsoft.com/download). Plugins that are installed already work without it.");
    }

    /// <summary>Restores, builds and publishes a project.</summary>
    /// <param name="project">The project file.</param>
    /// <param name="output">The folder for its files.</param>
    /// <param name="useCache">Whether NuGet may take answers of servers from its cache.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="LlmException">It failed; the message has the reason that <c>dotnet</c> gave.</exception>
    public async Task PublishAsync(string project, string output, bool useCache, CancellationToken cancellationToken)
    {
        var result = await ToolProcess.RunAsync(
            program,
            [
                "publish", project, "-c", "Release", "-o", output, "--nologo", "-v:quiet", "-nodeReuse:false", "--disable-build-servers",
                // Sources that are configured where the user stands count, as for any other project.
                $"-p:RestoreRootConfigDirectory={Environment.CurrentDirectory}", $"-p:RestoreNoHttpCache={!useCache}",
            ],
            cancellationToken);
        if (result.Code != 0) throw new LlmException(Reason(result.Output));
    }

    /// <summary>Makes files from a template, without the network and without the templates that the user installed.</summary>
    /// <param name="template">The folder of the template.</param>
    /// <param name="words">The name of the template and its options.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="LlmException">It failed; the message is what <c>dotnet</c> printed.</exception>
    public async Task NewAsync(string template, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var hive = Directory.CreateTempSubdirectory("llm-template-").FullName;
        try
        {
            foreach (var command in (string[][])[["install", template], [.. words, "--no-update-check"]])
            {
                var result = await ToolProcess.RunAsync(program, ["new", .. command, "--debug:custom-hive", hive], cancellationToken);
                if (result.Code != 0) throw new LlmException($"dotnet new failed: {result.Output.Trim()}");
            }
        }
        finally
        {
            Directory.Delete(hive, recursive: true);
        }
    }

    /// <summary>The first errors of a build, without the path of the project that was generated.</summary>
    private static string Reason(string output)
    {
        var errors = new List<string>();
        foreach (var line in output.Split('\n'))
        {
            var at = line.IndexOf(": error ", StringComparison.Ordinal);
            if (at < 0) continue;
            var text = line[(at + ": error ".Length)..].TrimEnd();
            if (text.LastIndexOf(" [", StringComparison.Ordinal) is > 0 and var end) text = text[..end];
            if (!errors.Contains(text)) errors.Add(text);
        }

        return errors.Count > 0 ? string.Join('\n', errors.Take(3)) : $"dotnet publish failed: {output.Trim()}";
    }
}
