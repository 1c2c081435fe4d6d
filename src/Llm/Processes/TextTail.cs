using System.Text;
using System.Text.RegularExpressions;

namespace Llm;

/// <summary>The last lines that a program writes, however much it writes and however long its lines are.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class TextTail
{
    private const int MaxLength = 8192;
    private const int MaxLines = 10;
    private const int MaxLineLength = 400;

    private readonly StringBuilder text = new();
    private readonly Lock gate = new();

    /// <summary>Adds text that was written.</summary>
    public void Append(ReadOnlySpan<char> written)
    {
        lock (gate)
        {
            text.Append(written);
            if (text.Length > 2 * MaxLength) text.Remove(0, text.Length - MaxLength);
        }
    }

    /// <summary>The last lines; empty if nothing was written.</summary>
    public override string ToString()
    {
        string all;
        lock (gate) all = text.ToString();
        // Colours and other control sequences are removed because the text is not shown by a terminal.
        all = string.Concat(ControlSequences().Replace(all, "").Where(c => c is '\n' or '\r' or '\t' || !char.IsControl(c)));
        var lines = all.ReplaceLineEndings("\n").Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).TakeLast(MaxLines);
        return string.Join('\n', lines.Select(line => line.Length > MaxLineLength ? line[..MaxLineLength] + "…" : line));
    }

    [GeneratedRegex(@"\e\[[\d;?]*[A-Za-z]")]
    private static partial Regex ControlSequences();
}
