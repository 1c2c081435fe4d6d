using System.Collections;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Llm.Benchmarks;

/// <summary>A program of the repository that is published as for users, and measured.</summary>
internal sealed class Published
{
    private readonly Dictionary<string, string> environment = [];

    private Published(string path) => Path = path;

    /// <summary>The program's file.</summary>
    public string Path { get; }

    /// <summary>A program of the system.</summary>
    public static Published At(string path) => new(path);

    /// <summary>Publishes a project.</summary>
    /// <param name="project">The path of the project, relative to the checkout.</param>
    /// <param name="name">The program's name.</param>
    /// <param name="folder">The folder in which its output folder is created.</param>
    /// <param name="checkout">The checkout; null for the working directory.</param>
    /// <param name="managed">Whether a program that is native for users is published for the runtime.</param>
    public static Published Program(string project, string name, string folder, string? checkout = null, bool managed = false)
    {
        var output = System.IO.Path.Combine(folder, managed ? $"{name}-managed" : name);
        List<string> arguments = ["publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", output];
        if (managed) arguments.Add("-p:PublishAot=false");
        Run(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = checkout ?? "" });
        return new Published(System.IO.Path.Combine(output, name));
    }

    /// <summary>Returns the program with a separate user directory and server.</summary>
    public Published With(string user, string server) =>
        WithVariables("LLM_USER_PATH", user, "OPENAI_BASE_URL", server, "OPENAI_API_KEY", "none");

    /// <summary>Returns the program with more variables in its environment, as names and values in turn.</summary>
    public Published WithVariables(params string[] variables)
    {
        var program = new Published(Path);
        foreach (var (name, value) in environment) program.environment[name] = value;
        for (var i = 0; i < variables.Length; i += 2) program.environment[variables[i]] = variables[i + 1];
        return program;
    }

    /// <summary>The size of the program's file.</summary>
    public long Size => new FileInfo(Path).Length;

    /// <summary>Runs the program to its end, with the environment of this process and its own.</summary>
    public Measured Measure(params string[] arguments)
    {
        var variables = new Dictionary<string, string>(environment);
        foreach (DictionaryEntry own in Environment.GetEnvironmentVariables()) variables.TryAdd((string)own.Key, (string?)own.Value ?? "");
        return Spawn.Run(Path, arguments, variables);
    }

    /// <summary>Runs the program to its end and returns what it printed.</summary>
    public string Output(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path, arguments);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Run(start);
    }

    /// <summary>Measures the whole process, with empty standard input.</summary>
    public TimeSpan Time(params string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        Output(arguments);
        return watch.Elapsed;
    }

    private static string Run(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{start.FileName} failed: {output}{error.Result}");
        return output;
    }
}
