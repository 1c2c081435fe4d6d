using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Llm;

/// <summary>A command of a password manager that prints a key.</summary>
/// <param name="name">The name of the key.</param>
/// <param name="words">The program and its arguments.</param>
internal sealed class KeyCommand(string name, IReadOnlyList<string> words)
{
    private const int MaxShown = 200;

    private string Start => $"The command for the key '{name}' ({words[0]})";

    /// <summary>Splits a command at blanks; quotes and backslashes keep words together, and nothing else has a meaning.</summary>
    /// <exception cref="LlmException">There is no word, or a quote is not closed.</exception>
    public static KeyCommand Parse(string name, string command)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        var quote = '\0';
        for (var i = 0; i < command.Length; i++)
        {
            var c = command[i];
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (word is not null) words.Add(word.ToString());
                word = null;
                continue;
            }

            word ??= new StringBuilder();
            if (quote == '\0' && c is '\'' or '"') quote = c;
            else if (c == quote) quote = '\0';
            else if (c == '\\' && i + 1 < command.Length && IsEscaped(quote, command[i + 1])) word.Append(command[++i]);
            else word.Append(c);
        }

        if (quote != '\0') throw new LlmException($"The command for the key '{name}' has a quote that is not closed.");
        if (word is not null) words.Add(word.ToString());
        return words.Count > 0 ? new KeyCommand(name, words) : throw new LlmException($"The command for the key '{name}' is empty.");
    }

    /// <summary>Runs the command and returns the line that it prints.</summary>
    /// <exception cref="LlmException">It fails, takes too long or prints something else; no message contains what it printed.</exception>
    public string Run(TimeSpan patience)
    {
        using var late = new CancellationTokenSource(patience);
        try
        {
            // Whoever asks for a key waits for it.
            return RunAsync(late.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw new LlmException(
                $"{Start} did not end within {patience.TotalSeconds:0.#} seconds. It gets no input: unlock the password manager first, or "
                + "run the command yourself to see what it waits for.");
        }
    }

    /// <summary>A path of Windows keeps its backslashes.</summary>
    private static bool IsEscaped(char quote, char next) =>
        quote != '\'' && !OperatingSystem.IsWindows() && (quote == '\0' || next is '"' or '\\');

    private async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(words[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        for (var i = 1; i < words.Count; i++) start.ArgumentList.Add(words[i]);
        using var process = StartProcess(start);
        try
        {
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = (await process.StandardOutput.ReadToEndAsync(cancellationToken)).Trim();
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? Key(output) : throw Failed(process.ExitCode, await error, output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private Process StartProcess(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception ex)
        {
            throw new LlmException($"{Start} cannot be started: {ex.Message}. Install the program, or correct the command.", ex);
        }
    }

    private string Key(string output)
    {
        if (output.Length == 0)
            throw new LlmException($"{Start} printed nothing. Run it yourself, and correct it with 'llm keys set {name} --command'.");
        return !output.Contains('\n', StringComparison.Ordinal) ? output : throw new LlmException(
            $"{Start} printed more than one line. It must print the key alone: choose the field, or use sh -c '… | head -n 1'.");
    }

    private LlmException Failed(int code, string error, string output)
    {
        if (output.Length > 0) error = error.Replace(output, "[...]", StringComparison.Ordinal);
        error = error.Trim();
        if (error.Length > MaxShown) error = error[..MaxShown];
        var why = error.Length > 0 ? $": {error}" : ". Run it yourself to see why.";
        return new LlmException($"{Start} failed with exit code {code}{why}");
    }
}
