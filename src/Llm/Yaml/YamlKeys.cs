using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Llm.Yaml;

/// <summary>Looks at keys before the library compares them, which takes it forever where they are lists of aliases to lists of aliases.</summary>
internal static class YamlKeys
{
    /// <exception cref="LlmException">A key is no plain value.</exception>
    public static void Check(string text)
    {
        var parser = new Parser(new StringReader(text));
        var scalars = new HashSet<AnchorName>();
        // For each open mapping whether a key comes next; null for a list.
        var open = new Stack<bool?>();
        while (parser.MoveNext())
        {
            var current = parser.Current;
            if (current is SequenceEnd or MappingEnd) open.Pop();
            if (current is not (NodeEvent or AnchorAlias)) continue;
            var isScalar = current is Scalar || (current is AnchorAlias alias && scalars.Contains(alias.Value));
            if (open.TryPeek(out var next) && next is { } isKey)
            {
                if (isKey && !isScalar) throw NotPlain();
                open.Pop();
                open.Push(!isKey);
            }

            if (current is NodeEvent { Anchor.IsEmpty: false } node)
            {
                if (isScalar) scalars.Add(node.Anchor);
                else scalars.Remove(node.Anchor);
            }

            if (current is MappingStart) open.Push(true);
            if (current is SequenceStart) open.Push(null);
        }
    }

    public static LlmException NotPlain() => new("Invalid YAML: a key must be a plain value.");
}
