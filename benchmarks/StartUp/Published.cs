using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Llm.Benchmarks;

/// <summary>Programs of the repository, published as users get them.</summary>
internal static class Published
{
    /// <summary>Publishes a project and gives the program's path.</summary>
    /// <param name="project">The project, from the repository's root.</param>
    /// <param name="name">The program's name.</param>
    /// <param name="folder">Where a folder for it is made.</param>
    public static string Program(string project, string name, string folder)
    {
        var output = Path.Combine(folder, name);
        string[] arguments = ["publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-o", output];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? Path.Combine(output, name) : throw new InvalidOperationException(text);
    }
}
