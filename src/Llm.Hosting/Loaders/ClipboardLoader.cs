using System.Text;

namespace Llm.Loaders;

/// <summary><c>clipboard:</c> gives the text or the image in the clipboard, by the program that the system has for it.</summary>
internal static class ClipboardLoader
{
    private const string Png = "image/png";

    public static async Task<LoadedFragments> LoadAsync(string argument, CancellationToken cancellationToken)
    {
        if (argument.Length > 0) throw new LlmException("nothing can follow the colon: clipboard:");
        var reader = Reader();
        if (reader.Types is not null)
        {
            var (_, types, _) = await ToolProcess.ReadAsync(reader.Program, reader.Types, cancellationToken);
            if (Encoding.UTF8.GetString(types).Split('\n').Any(type => type.Trim() == Png))
            {
                var (_, image, _) = await ToolProcess.ReadAsync(reader.Program, reader.Image!, cancellationToken);
                return new LoadedFragments([], [Attachment.FromBytes(image, Png)]);
            }
        }

        var (code, text, error) = await ToolProcess.ReadAsync(reader.Program, reader.Text, cancellationToken);
        if (code != 0) throw new LlmException($"{reader.Program} says: {error.Trim()}");
        return text.Length > 0
            ? new LoadedFragments([new Fragment(NewLines.Normalise(Encoding.UTF8.GetString(text)), "clipboard:")], [])
            : throw new LlmException("the clipboard is empty");
    }

    private static ClipboardReader Reader()
    {
        if (OperatingSystem.IsMacOS()) return new("pbpaste", []);
        if (OperatingSystem.IsWindows())
        {
            return new(
                "powershell",
                ["-NoProfile", "-Command", "[Console]::OutputEncoding = [Text.Encoding]::UTF8; [Console]::Write((Get-Clipboard -Raw))"]);
        }

        if (IsSet("WAYLAND_DISPLAY"))
        {
            return new("wl-paste", ["--no-newline"])
            {
                Types = ["--list-types"],
                Image = ["--type", Png],
            };
        }

        string[] selection = ["-selection", "clipboard", "-out"];
        return IsSet("DISPLAY")
            ? new("xclip", selection)
            {
                Types = [.. selection, "-target", "TARGETS"],
                Image = [.. selection, "-target", Png],
            }
            : throw new LlmException("there is no clipboard here: neither WAYLAND_DISPLAY nor DISPLAY is set");
    }

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    /// <param name="Program">The program that reads the clipboard.</param>
    /// <param name="Text">Its arguments for the text.</param>
    private sealed record ClipboardReader(string Program, string[] Text)
    {
        /// <summary>Its arguments for the list of types; null if it only reads text.</summary>
        public string[]? Types { get; init; }

        /// <summary>Its arguments for an image.</summary>
        public string[]? Image { get; init; }
    }
}
