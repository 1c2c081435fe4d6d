using Llm.Serving;

namespace Llm.Cli.Twin;

/// <summary>The program that serves, in the folder <c>web</c> beside the command: only it needs the ASP.NET Core runtime.</summary>
internal static class ServeProgram
{
    private const string Name = "llm-serve";
    private const string Framework = "Microsoft.AspNetCore.App";

    /// <summary>Serves in place of this process, which keeps its id, streams, terminal and signals.</summary>
    /// <param name="settings">The checked settings.</param>
    /// <returns>The exit code, where the system cannot replace a process.</returns>
    /// <exception cref="LlmException">The program or the runtime is missing.</exception>
    public static int TakeOver(ServeSettings settings)
    {
        var folder = Folder() ?? throw new LlmException(
            $"The part of llm that serves, the folder web, is missing beside {AppContext.BaseDirectory}. Install llm again.");
        var runtime = DotnetRuntime.Find(Framework) ?? throw new LlmException(
            $"'llm serve' needs the ASP.NET Core {DotnetRuntime.Major} runtime, which was not found. Install it (package "
            + $"aspnetcore-runtime-{DotnetRuntime.Major}.0, or https://dotnet.microsoft.com/download), or set DOTNET_ROOT to its folder. "
            + "Everything else works without it.");
        var file = Path.Combine(folder, OperatingSystem.IsWindows() ? $"{Name}.exe" : Name);
        string[] arguments = [settings.ToJson()];
        // The package for all platforms has no program of any.
        if (!File.Exists(file))
        {
            arguments = [Path.Combine(folder, $"{Name}.dll"), .. arguments];
            file = Path.Combine(runtime.Root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        }

        if (!OperatingSystem.IsWindows()) throw UnixProcess.Replace(file, arguments, runtime.Variable);
        return runtime.Run(file, arguments);
    }

    /// <summary>
    /// The folder of the program: beside the native command, or beside the folder of its managed twin; null if it is missing.
    /// </summary>
    private static string? Folder()
    {
        foreach (var place in (string[])["web", Path.Combine("..", "web")])
        {
            var folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, place));
            if (File.Exists(Path.Combine(folder, $"{Name}.dll"))) return folder;
        }

        return null;
    }
}
