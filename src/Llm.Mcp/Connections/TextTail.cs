using System.Text;
using System.Text.RegularExpressions;

namespace Llm.Mcp;

/// <summary>The end of what a program writes, however much that is and whether or not it is lines.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class TextTail
{
    private const int Most = 8192;
    private const int MostLines = 10;
    private const int LongestLine = 400;

    private readonly StringBuilder text = new();
    private readonly Lock gate = new();

    /// <summary>Adds what was written.</summary>
    public void Append(ReadOnlySpan<char> written)
    {
        lock (gate)
        {
            text.Append(written);
            if (text.Length > 2 * Most) text.Remove(0, text.Length - Most);
        }
    }

    /// <summary>The last lines; empty if nothing was written.</summary>
    public override string ToString()
    {
        string all;
        lock (gate) all = text.ToString();
        // Colours and other orders to a terminal are left out; there is none here.
        all = string.Concat(TerminalOrders().Replace(all, "").Where(c => c is '\n' or '\r' or '\t' || !char.IsControl(c)));
        var lines = all.ReplaceLineEndings("\n").Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).TakeLast(MostLines);
        return string.Join('\n', lines.Select(line => line.Length > LongestLine ? line[..LongestLine] + "…" : line));
    }

    [GeneratedRegex(@"\e\[[\d;?]*[A-Za-z]")]
    private static partial Regex TerminalOrders();
}
