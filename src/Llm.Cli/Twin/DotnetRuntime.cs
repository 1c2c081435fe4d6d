using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Llm.Cli.Twin;

/// <summary>An environment variable that a program is started with.</summary>
internal sealed record EnvironmentVariable(string Name, string Value);

/// <summary>An installed .NET runtime that can run the twin or the server.</summary>
/// <param name="Root">Its folder, where <c>dotnet</c> is.</param>
/// <param name="Variable">What tells the program where it is; null if the program finds it by itself.</param>
internal sealed record DotnetRuntime(string Root, EnvironmentVariable? Variable)
{
    /// <summary>The version that the twin was built for.</summary>
    public const int Major = 10;

    /// <summary>The framework that every .NET program needs.</summary>
    private const string Base = "Microsoft.NETCore.App";

    private const string RootVariable = "DOTNET_ROOT";

    private static readonly string Architecture = RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>Looks where a .NET program looks for its runtime, and then beside the <c>dotnet</c> on the path.</summary>
    /// <param name="framework">The framework that the program needs.</param>
    /// <returns>The runtime; null if there is none.</returns>
    public static DotnetRuntime? Find(string framework = Base)
    {
        if (Expected() is { } expected && Has(framework, expected)) return new DotnetRuntime(expected, Variable: null);
        return OnPath() is { } found && Has(framework, found)
            ? new DotnetRuntime(found, new EnvironmentVariable(RootVariable, found))
            : null;
    }

    /// <summary>Runs a program to its end, where the system cannot replace a process.</summary>
    /// <returns>The exit code of the program.</returns>
    public int Run(string file, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments);
        if (Variable is { } variable) start.Environment[variable.Name] = variable.Value;
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>The folder in which a .NET program looks; it looks in one only.</summary>
    private static string? Expected()
    {
        foreach (var variable in (string[])[$"{RootVariable}_{Architecture.ToUpperInvariant()}", RootVariable])
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } root) return root;
        }

        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet");
        foreach (var file in (string[])[$"/etc/dotnet/install_location_{Architecture.ToLowerInvariant()}", "/etc/dotnet/install_location"])
        {
            if (File.Exists(file) && File.ReadAllLines(file) is [var root, ..]) return root.Trim();
        }

        return OperatingSystem.IsMacOS() ? "/usr/local/share/dotnet" : "/usr/share/dotnet";
    }

    private static string? OnPath()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            var file = Path.Combine(folder, name);
            if (folder.Length == 0 || !File.Exists(file)) continue;
            return Path.GetDirectoryName(File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file);
        }

        return null;
    }

    private static bool Has(string framework, string root)
    {
        var runtimes = Path.Combine(root, "shared", framework);
        return Directory.Exists(runtimes)
            && Directory.EnumerateDirectories(runtimes, $"{Major.ToString(CultureInfo.InvariantCulture)}.*").Any();
    }
}
