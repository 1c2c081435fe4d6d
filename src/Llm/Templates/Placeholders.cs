using System.Text;

namespace Llm;

/// <summary>Variables in templates, by the rules of Python's <c>string.Template</c>: <c>$name</c>, <c>${name}</c>, <c>$$</c>.</summary>
internal static class Placeholders
{
    /// <summary>The names in the order in which they occur.</summary>
    public static IEnumerable<string> Names(string text) => Split(text).Where(piece => piece.Name is not null).Select(piece => piece.Name!);

    /// <summary>Replaces the variables with values.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values)
    {
        var missing = Names(text).Where(name => !values.ContainsKey(name)).Distinct().ToList();
        if (missing.Count > 0) throw new LlmException($"Missing variables: {string.Join(", ", missing)}");
        var output = new StringBuilder();
        foreach (var (literal, name) in Split(text)) output.Append(name is null ? literal : values[name]);
        return output.ToString();
    }

    private static IEnumerable<(string Literal, string? Name)> Split(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length - 1; i++)
        {
            if (text[i] != '$') continue;
            var (name, length) = Read(text, i + 1);
            if (name is null && text[i + 1] != '$') continue;
            if (i > start) yield return (text[start..i], null);
            yield return name is null ? ("$", null) : ("", name);
            start = i + 1 + length;
            i = start - 1;
        }

        if (start < text.Length) yield return (text[start..], null);
    }

    private static (string? Name, int Length) Read(string text, int start)
    {
        if (text[start] == '$') return (null, 1);
        var braced = text[start] == '{';
        var from = braced ? start + 1 : start;
        var to = from;
        while (to < text.Length && (text[to] == '_' || char.IsAsciiLetter(text[to]) || (to > from && char.IsAsciiDigit(text[to])))) to++;
        if (to == from || (braced && (to == text.Length || text[to] != '}'))) return (null, 0);
        return (text[from..to], to - start + (braced ? 1 : 0));
    }
}
