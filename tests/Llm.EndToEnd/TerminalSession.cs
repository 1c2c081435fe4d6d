using System.Diagnostics;
using System.Text;

namespace Llm.EndToEnd;

/// <summary>A program at a pseudo-terminal that <c>script</c> makes, and somebody who types.</summary>
internal sealed class TerminalSession : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly StringBuilder screen = new();
    private int seen;

    private TerminalSession(Process process) => this.process = process;

    /// <summary>Everything that was on the screen so far, what was typed included.</summary>
    public string Screen => screen.ToString().ReplaceLineEndings("\n");

    /// <summary>Starts a program; the arguments are words without blanks.</summary>
    public static TerminalSession Start(string program, string userPath, params string[] arguments) => new(Run.Start(
        "script", userPath, null, "-qfec", $"stty rows 40 cols 100; exec '{program}' {string.Join(' ', arguments)}", "/dev/null"));

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
    }
}
