using System.Diagnostics;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Dify.Python;
using Llm.Tests;

namespace Llm.Providers.Tests.Dify.Python;

/// <summary>The code of a package that a test writes: a script of Python that speaks the protocol without Dify's SDK.</summary>
internal sealed class ScriptedPackage : IDisposable
{
    public const string Secret = "sk-secret-0123456789";

    private readonly string folder = Directory.CreateTempSubdirectory("llm-scripted-").FullName;

    /// <summary>Writes the script, which begins with everything of <c>protocol.py</c>.</summary>
    public ScriptedPackage(string script, PackageLimits? limits = null)
    {
        RequirePython();
        File.Copy(Path.Combine(SourceFolder, "protocol.py"), Path.Combine(folder, "protocol.py"));
        File.WriteAllText(Path.Combine(folder, "main.py"), "from protocol import *\n\n" + script);
        Code = new PythonPackage(() => new PackageProgram("Scripted", "scripted", folder, "python3", "main"), limits ?? new PackageLimits());
    }

    public static string SourceFolder => Path.Combine(SharedData.RepositoryRoot, "tests", "Llm.Providers.Tests", "Dify", "Python");

    public PythonPackage Code { get; }

    public RequestLimits Times { get; init; } = new() { IdleTimeout = TimeSpan.FromSeconds(20) };

    /// <summary>Skips a test where there is no Python.</summary>
    public static void RequirePython() => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(part => File.Exists(Path.Combine(part, "python3"))),
        "there is no python3");

    /// <summary>Whether a process of this id runs; one that has ended and was not waited for does not.</summary>
    public static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited && !IsZombie(id);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Waits until a process has ended.</summary>
    public static async Task WaitForEndAsync(int id)
    {
        for (var i = 0; i < 400 && IsRunning(id); i++) await Task.Delay(25);
        IsRunning(id).ShouldBeFalse($"process {id} is still running");
    }

    /// <summary>The path of a file in the folder of the package.</summary>
    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>Sends a request that names an action, and returns the pieces as JSON.</summary>
    public async Task<List<string>> AskAsync(string action, CancellationToken cancellationToken = default)
    {
        var pieces = new List<string>();
        await foreach (var piece in Code.InvokeAsync(Request(action), Times, cancellationToken)) pieces.Add(piece.GetRawText());
        return pieces;
    }

    /// <summary>The text of an answer, as far as there is one, and the error with which it ends.</summary>
    public async Task<(string Text, LlmException? Error)> TalkAsync(string action, CancellationToken cancellationToken = default)
    {
        var text = "";
        try
        {
            await foreach (var piece in Code.InvokeAsync(Request(action), Times, cancellationToken))
                text += piece.Object("delta").Object("message").Text("content");
        }
        catch (LlmException ex)
        {
            return (text, ex);
        }

        return (text, null);
    }

    public static PackageRequest Request(string action) => new(new JsonObject { ["type"] = "model", ["action"] = action }, [Secret]);

    public void Dispose()
    {
        Code.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static bool IsZombie(int id)
    {
        var status = $"/proc/{id}/stat";
        return File.Exists(status) && File.ReadAllText(status) is var text && text[(text.LastIndexOf(')') + 2)..].StartsWith('Z');
    }
}
