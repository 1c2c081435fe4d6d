using System.ComponentModel;
using System.Diagnostics;

namespace Llm.Cli.Input;

/// <summary>Opens the user's editor: <c>VISUAL</c>, <c>EDITOR</c>, or the default editor of the platform.</summary>
internal static class TextEditor
{
    /// <summary>Opens the editor and waits until it is closed.</summary>
    /// <exception cref="LlmException">The editor does not exist or failed.</exception>
    public static async Task EditAsync(string path, CancellationToken cancellationToken)
    {
        var editor = Setting("VISUAL") ?? Setting("EDITOR") ?? (OperatingSystem.IsWindows() ? "notepad" : "vi");
        // The variable may contain arguments, as in "code --wait", so a shell splits it.
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", $"/c {editor} \"{path}\"")
            : new ProcessStartInfo("/bin/sh", ["-c", $"{editor} \"$1\"", "sh", path]);
        try
        {
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0) throw new LlmException($"{editor}: Editing failed");
        }
        catch (Win32Exception ex)
        {
            throw new LlmException($"The editor {editor} cannot be started: {ex.Message} Set EDITOR to an installed editor.", ex);
        }
    }

    /// <summary>Lets the user write a text; returns null if it is empty.</summary>
    /// <exception cref="LlmException">The editor does not exist or failed.</exception>
    public static async Task<string?> ComposeAsync(CancellationToken cancellationToken)
    {
        // Only the user can read the files in this directory.
        var directory = Directory.CreateTempSubdirectory("llm-");
        try
        {
            var path = Path.Combine(directory.FullName, "prompt.txt");
            await File.WriteAllTextAsync(path, "", cancellationToken);
            await EditAsync(path, cancellationToken);
            var text = NewLines.Normalise(await File.ReadAllTextAsync(path, cancellationToken)).Trim();
            return text.Length == 0 ? null : text;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
