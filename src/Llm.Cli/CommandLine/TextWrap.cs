using System.Text;

namespace Llm.Cli.CommandLine;

/// <summary>Breaks text into lines at spaces, hyphens and dashes, as Python's textwrap does.</summary>
internal static class TextWrap
{
    /// <summary>Writes the lines without a trailing line break.</summary>
    public static void Write(StringBuilder page, string text, int width, string firstIndent, string indent)
    {
        var chunks = WrapChunks.Split(text);
        chunks.Reverse();
        var pending = new Stack<string>(chunks);
        var isFirst = true;
        var line = new List<string>();
        while (pending.Count > 0)
        {
            var start = isFirst ? firstIndent : indent;
            if (!isFirst && string.IsNullOrWhiteSpace(pending.Peek())) pending.Pop();
            Fill(line, pending, width - start.Length);
            if (line.Count > 0 && string.IsNullOrWhiteSpace(line[^1])) line.RemoveAt(line.Count - 1);
            if (line.Count == 0) continue;

            if (!isFirst) page.Append('\n');
            page.Append(start).AppendJoin("", line);
            isFirst = false;
            line.Clear();
        }
    }

    private static void Fill(List<string> line, Stack<string> pending, int room)
    {
        var used = 0;
        while (pending.TryPeek(out var chunk) && used + chunk.Length <= room)
        {
            line.Add(pending.Pop());
            used += chunk.Length;
        }

        // A chunk that is wider than a line is split.
        if (!pending.TryPeek(out var tooLong) || tooLong.Length <= room) return;
        pending.Pop();
        var cut = Math.Max(room - used, 1);
        line.Add(tooLong[..cut]);
        pending.Push(tooLong[cut..]);
    }
}
