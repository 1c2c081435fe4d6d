using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Llm.Yaml;

/// <summary>Builds JSON nodes from the events of one document. YamlDotNet's own model refuses keys that occur twice.</summary>
/// <param name="parser">The events.</param>
/// <param name="resolve">Converts a plain scalar without a tag.</param>
internal sealed class YamlReader(IParser parser, Func<string, JsonNode?> resolve)
{
    private const int MaxValues = 100_000;

    private readonly Dictionary<AnchorName, Anchored> anchors = [];
    private int count;

    /// <summary>
    /// An anchor: its value, the number and nesting depth of the values in it, and its text if it can be a key.
    /// </summary>
    private sealed record Anchored(JsonNode? Node, int Size, int Height, string? Text);

    /// <summary>Reads the next value.</summary>
    /// <exception cref="LlmException">The value is too large or nested too deeply, or has a key that is not a plain value.</exception>
    /// <exception cref="YamlException">The text is not valid YAML.</exception>
    public JsonNode? Read() => Read(0).Node;

    private (JsonNode? Node, int Height) Read(int depth)
    {
        CheckDepth(depth);
        if (parser.TryConsume<AnchorAlias>(out var alias)) return Copy(alias, depth);
        var before = count;
        Count(1);
        var start = parser.Consume<NodeEvent>();
        var (node, height) = start switch
        {
            MappingStart => ReadMapping(depth),
            SequenceStart => ReadSequence(depth),
            _ => (Resolve((Scalar)start), 0),
        };
        if (!start.Anchor.IsEmpty) anchors[start.Anchor] = new Anchored(node, count - before, height, (start as Scalar)?.Value);
        return (node, height);
    }

    private (JsonNode? Node, int Height) Copy(AnchorAlias alias, int depth)
    {
        var found = Find(alias);
        // Counted before it is copied, because a few lines of aliases to aliases can expand to billions of values.
        Count(found.Size);
        CheckDepth(depth + found.Height);
        return (found.Node?.DeepClone(), found.Height);
    }

    private (JsonNode? Node, int Height) ReadSequence(int depth)
    {
        var list = new JsonArray();
        var height = 0;
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            var item = Read(depth + 1);
            list.Add(item.Node);
            height = Math.Max(height, item.Height + 1);
        }

        return (list, height);
    }

    private (JsonNode? Node, int Height) ReadMapping(int depth)
    {
        var own = new List<(string Key, JsonNode? Value)>();
        var merged = new JsonObject();
        var height = 0;
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var isMerge = parser.Accept<Scalar>(out var scalar) && scalar is { Value: "<<", Style: ScalarStyle.Plain };
            var key = ReadKey();
            var value = Read(depth + 1);
            height = Math.Max(height, value.Height + 1);
            if (isMerge) Merge(merged, value.Node);
            else own.Add((key, value.Node));
        }

        // Merged members come first, and the mapping's own members replace them.
        foreach (var (key, value) in own) merged[key] = value;
        return (merged, height);
    }

    private string ReadKey()
    {
        if (parser.TryConsume<AnchorAlias>(out var alias)) return Find(alias).Text ?? throw NotPlain();
        if (!parser.TryConsume<Scalar>(out var scalar)) throw NotPlain();
        if (!scalar.Anchor.IsEmpty) anchors[scalar.Anchor] = new Anchored(Resolve(scalar), 1, 0, scalar.Value);
        return scalar.Value;
    }

    private Anchored Find(AnchorAlias alias) => anchors.TryGetValue(alias.Value, out var found)
        ? found
        : throw new YamlException(alias.Start, alias.End, $"The alias *{alias.Value} refers to an anchor that is not defined before it.");

    /// <summary>
    /// Adds the members of one or several mappings, of which the first takes precedence; a later merge key overrides an earlier one.
    /// </summary>
    private static void Merge(JsonObject merged, JsonNode? value)
    {
        var sources = value is JsonArray several ? several.OfType<JsonObject>().Reverse() : value is JsonObject one ? [one] : [];
        foreach (var (key, member) in sources.SelectMany(source => source)) merged[key] = member?.DeepClone();
    }

    private JsonNode? Resolve(Scalar scalar)
    {
        if (!scalar.Tag.IsEmpty && YamlTags.IsStandard(scalar.Tag.Value)) return YamlTags.Convert(scalar);
        return scalar.Style is ScalarStyle.Plain or ScalarStyle.Any ? resolve(scalar.Value) : JsonValue.Create(scalar.Value);
    }

    private void Count(int values)
    {
        count += values;
        if (count > MaxValues) throw new LlmException("Invalid YAML: it has more than 100,000 values when its aliases are expanded.");
    }

    private static void CheckDepth(int depth)
    {
        if (depth > DepthLimit.MaxDepth) throw new LlmException("Invalid YAML: it is nested too deeply.");
    }

    private static LlmException NotPlain() => new("Invalid YAML: a key must be a plain value.");
}
