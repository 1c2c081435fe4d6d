namespace Llm.Cli.Twin;

/// <summary>The managed build of the command, in the folder <c>managed</c> beside the native one.</summary>
internal static class ManagedTwin
{
    /// <summary>What the twin does, for messages.</summary>
    private const string Left =
        "plugins, functions in C#, collections plot, collections index, collections on PostgreSQL and mcp serve";

    private static readonly string File =
        Path.Combine(AppContext.BaseDirectory, "managed", OperatingSystem.IsWindows() ? "llm.exe" : "llm");

    /// <summary>Whether the twin and a runtime for it are there.</summary>
    public static bool CanRun => System.IO.File.Exists(File) && DotnetRuntime.Find() is not null;

    /// <summary>Runs the command line in the twin, which takes over this process, its streams, terminal and signals.</summary>
    /// <param name="arguments">The command line.</param>
    /// <returns>The exit code, where the system cannot replace a process.</returns>
    /// <exception cref="LlmException">The twin or the .NET runtime is missing.</exception>
    public static int TakeOver(IReadOnlyList<string> arguments)
    {
        if (!System.IO.File.Exists(File))
        {
            throw new LlmException(
                $"This is left to a second part of llm, {File}, which is missing: {Left}. Install llm again, or write functions in "
                + "Python.");
        }

        var runtime = DotnetRuntime.Find() ?? throw new LlmException(
            $"This needs the .NET {DotnetRuntime.Major} runtime, which was not found. It runs {Left}. Install it (package "
            + $"dotnet-runtime-{DotnetRuntime.Major}.0, or https://dotnet.microsoft.com/download), or set DOTNET_ROOT to its folder. "
            + "Everything else works without it.");
        if (!OperatingSystem.IsWindows()) throw UnixProcess.ReplaceBySame(File, arguments, runtime.Variable);
        return runtime.Run(File, arguments);
    }
}
