using Llm.Cli.Output;

namespace Llm.Cli.Commands.Doctor;

/// <summary>Checks for the Python interpreter, which runs functions written in Python.</summary>
internal static class PythonCheck
{
    public static Finding Run()
    {
        var file = OperatingSystem.IsWindows() ? "python3.exe" : "python3";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var found = folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
        return found is null
            ? new Finding("Programs", "python3", FindingState.Note, "is not on the path; only functions written in Python need it")
            : new Finding("Programs", "python3", FindingState.Ok, found);
    }
}
