using System.Diagnostics;
using System.Text;

namespace Llm.EndToEnd;

/// <summary>A program at a pseudo-terminal that <c>script</c> makes, and somebody who types.</summary>
internal sealed class TerminalSession : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("llm-terminal-").FullName;
    private readonly Process process;
    private readonly StringBuilder screen = new();
    private int seen;

    private TerminalSession(string program, string userPath, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        // Ctrl-C reaches this shell as well, and not every shell waits for its program then.
        var command =
            $"trap : INT; stty rows 40 cols 100; tty > {folder}/tty; sh -c 'echo $$ > {folder}/pid; "
            + $"exec {program} {string.Join(' ', arguments)}'; "
            + $"code=$?; stty -a > {folder}/mode; exit $code";
        process = Run.Start(
            "script",
            userPath,
            new Dictionary<string, string>(environment) { ["TERM"] = "xterm-256color", ["SHELL"] = "/bin/sh" },
            "-qfec",
            command,
            "/dev/null");
    }

    /// <summary>Everything that was on the screen so far, what was typed included.</summary>
    public string Screen => screen.ToString().ReplaceLineEndings("\n");

    /// <summary>How the program left the terminal, as <c>stty -a</c> tells it.</summary>
    public string Mode => File.ReadAllText(Path.Combine(folder, "mode"));

    /// <summary>The program's process.</summary>
    public string ProcessId => File.ReadAllText(Path.Combine(folder, "pid")).Trim();

    /// <summary>Starts a program; the arguments are words without blanks.</summary>
    public static TerminalSession Start(string program, string userPath, params string[] arguments) =>
        new(program, userPath, new Dictionary<string, string>(), arguments);

    /// <summary>Starts a program in an environment.</summary>
    /// <inheritdoc cref="Start"/>
    public static TerminalSession StartIn(
        Dictionary<string, string> environment, string program, string userPath, params string[] arguments) =>
        new(program, userPath, environment, arguments);

    /// <summary>Gives the terminal another width.</summary>
    public async Task ResizeAsync(int columns)
    {
        var tty = (await File.ReadAllTextAsync(Path.Combine(folder, "tty"))).Trim();
        using var stty = Process.Start("stty", ["-F", tty, "cols", columns.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await stty.WaitForExitAsync();
    }

    public async Task TypeAsync(string text)
    {
        await process.StandardInput.WriteAsync(text);
        await process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until the text is on the screen, below what was waited for before.</summary>
    public async Task SeeAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new char[256];
        int at;
        while ((at = screen.ToString().IndexOf(text, seen, StringComparison.Ordinal)) < 0)
        {
            var count = await process.StandardOutput.ReadAsync(buffer, patience.Token);
            if (count == 0) throw new InvalidOperationException($"The program ended before '{text}':\n{Screen}");
            screen.Append(buffer, 0, count);
        }

        seen = at + text.Length;
    }

    /// <summary>Waits for the program's end and gives its exit code.</summary>
    public async Task<int> EndAsync()
    {
        screen.Append(await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience));
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
