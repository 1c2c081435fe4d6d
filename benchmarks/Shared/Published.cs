using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Llm.Benchmarks;

/// <summary>A program of the repository that is published as for users, and measured.</summary>
internal sealed class Published
{
    private readonly string path;
    private readonly Dictionary<string, string> environment = [];

    private Published(string path) => this.path = path;

    /// <summary>Publishes a project.</summary>
    /// <param name="project">The path of the project, relative to the checkout.</param>
    /// <param name="name">The program's name.</param>
    /// <param name="folder">The folder in which its output folder is created.</param>
    /// <param name="checkout">The checkout; null for the working directory.</param>
    public static Published Program(string project, string name, string folder, string? checkout = null)
    {
        var output = Path.Combine(folder, name);
        string[] arguments =
            ["publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-o", output];
        Run(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = checkout ?? "" });
        return new Published(Path.Combine(output, name));
    }

    /// <summary>Returns the program with a separate user directory and server.</summary>
    public Published With(string user, string server)
    {
        var program = new Published(path);
        program.environment["LLM_USER_PATH"] = user;
        program.environment["OPENAI_BASE_URL"] = server;
        program.environment["OPENAI_API_KEY"] = "none";
        return program;
    }

    /// <summary>Measures the whole process, with empty standard input.</summary>
    public TimeSpan Time(params string[] arguments)
    {
        var start = new ProcessStartInfo(path, arguments);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var watch = Stopwatch.StartNew();
        Run(start);
        return watch.Elapsed;
    }

    private static void Run(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{start.FileName} failed: {output}{error.Result}");
    }
}
