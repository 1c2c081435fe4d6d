using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Mcp.Tests;

/// <summary>A test with a user directory of its own; afterwards no process that it started may be left.</summary>
public abstract class McpTest : IAsyncLifetime
{
    private const string MarkName = "LLM_TEST_MARK";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string mark = Guid.NewGuid().ToString("N");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected TemporaryUserDirectory User { get; } = new();

    /// <summary>Progress that was told.</summary>
    protected ProgressRecord Progress { get; } = new();

    protected McpServers Servers => new(User.Directory) { Progress = Progress };

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        User.Dispose();
        var start = Stopwatch.GetTimestamp();
        while (LeftOver().Count > 0 && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(3)) await Task.Delay(50);
        LeftOver().ShouldBeEmpty("processes are left");
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds a server to mcp.json.</summary>
    protected void Add(string name, string command, params string[] arguments) => Add(name, [], command, arguments);

    /// <summary>Adds a server with settings besides the command.</summary>
    protected void Add(string name, JsonObject settings, string command, params string[] arguments)
    {
        var server = McpServerSettings.FromCommand(name, command, arguments, [new(MarkName, mark)]);
        foreach (var (key, value) in settings) server.Json[key] = value?.DeepClone();
        Servers.Store.Add(server);
    }

    /// <summary>Adds a server that is a script of Python.</summary>
    protected void AddScript(string name, string script, double startTimeout = 20, double timeout = 20)
    {
        SkipWithoutPython();
        Add(name, new JsonObject { ["startTimeout"] = startTimeout, ["timeout"] = timeout }, "python3", "-u", "-c", script);
    }

    protected static void SkipWithoutPython() => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "python3"))),
        "there is no python3");

    /// <summary>Calls a tool as a chain does.</summary>
    protected static Task<ToolOutput> CallAsync(
        McpToolbox toolbox, string tool, string arguments = "{}", CancellationToken? token = null) =>
        toolbox.Tools.Single(known => known.Name == tool).Implementation!(new ToolCall(
            tool, JsonNode.Parse(arguments)!.AsObject()), token ?? Token);

    protected static async Task<McpToolbox> PreparedAsync(McpToolbox toolbox)
    {
        await toolbox.GetToolsAsync(Token);
        return toolbox;
    }

    /// <summary>The processes of this test that run.</summary>
    protected IReadOnlyList<int> LeftOver()
    {
        if (!OperatingSystem.IsLinux()) return [];
        var wanted = Encoding.UTF8.GetBytes($"{MarkName}={mark}");
        return [.. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
            .Where(id => id > 0 && IsMarked(id, wanted))];
    }

    /// <summary>The environment of a process that belongs to the test.</summary>
    protected ProcessStartInfo Started(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("LLM_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LLM_USER_PATH"] = User.Path;
        start.Environment[MarkName] = mark;
        return start;
    }

    /// <summary>The program, as it is called by others.</summary>
    protected static IReadOnlyList<string> Llm => ["dotnet", Path.Combine(AppContext.BaseDirectory, "Llm.Cli.dll")];

    /// <summary>The variables that the program needs when it is called by others.</summary>
    protected Dictionary<string, string?> LlmEnvironment => new() { ["LLM_USER_PATH"] = User.Path, [MarkName] = mark };

    /// <summary>Runs the program.</summary>
    protected async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(Started(Llm[0], [Llm[1], .. arguments]))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var error = process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token).WaitAsync(Patience, Token);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>What a model says when it calls a tool.</summary>
    protected static StreamEvent[] Call(string name, string arguments, string? id = null) =>
    [
        new ToolCallNameEvent(name) { ToolCallId = id },
        new ToolCallArgumentsEvent(arguments) { ToolCallId = id },
    ];

    /// <summary>A model that gives one answer after the other; each is made of texts and calls.</summary>
    protected static FakeModel Scripted(params object[][] answers)
    {
        var number = -1;
        return new FakeModel((_, _, _) => answers[++number]
            .SelectMany(piece => piece is string text ? [text] : (StreamEvent[])piece).ToAsyncEnumerable());
    }

    private static bool IsMarked(int id, byte[] wanted)
    {
        try
        {
            // One that has ended and was not yet collected has no environment.
            return File.ReadAllBytes($"/proc/{id}/environ").AsSpan().IndexOf(wanted) >= 0;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    protected sealed class ProgressRecord : IProgress<ToolProgress>
    {
        private readonly List<ToolProgress> reports = [];

        public IReadOnlyList<ToolProgress> Reports
        {
            get
            {
                lock (reports) return [.. reports];
            }
        }

        public void Report(ToolProgress value)
        {
            lock (reports) reports.Add(value);
        }
    }
}
