using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Llm.Yaml;

/// <summary>Reads YAML as Python's <c>yaml.safe_load</c> does, into JSON nodes.</summary>
public static class YamlText
{
    private const string StringTag = "tag:yaml.org,2002:str";
    private const int MaxValues = 100_000;

    /// <summary>Reads the first document; null if there is none.</summary>
    /// <exception cref="LlmException">The text is not valid YAML; the message says where.</exception>
    public static JsonNode? Parse(string text)
    {
        try
        {
            if (text.Contains('*', StringComparison.Ordinal)) YamlKeys.Check(text);
            var count = 0;
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode, 0, ref count);
        }
        catch (YamlException ex)
        {
            throw new LlmException($"Invalid YAML: {ex.Message} (line {ex.Start.Line}, column {ex.Start.Column})", ex);
        }
    }

    private static JsonNode? Convert(YamlNode node, int depth, ref int count)
    {
        // A few lines of aliases to aliases stand for billions of values.
        if (++count > MaxValues) throw new LlmException("Invalid YAML: with its aliases written out it has more than 100,000 values.");
        // An alias can make a document that contains itself.
        if (depth > 100) throw new LlmException("Invalid YAML: it is nested too deeply.");
        switch (node)
        {
            case YamlMappingNode mapping:
                var map = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                {
                    if (key is YamlScalarNode { Value: "<<", Style: ScalarStyle.Plain }) Merge(map, Convert(value, depth + 1, ref count));
                    else map[KeyText(key)] = Convert(value, depth + 1, ref count);
                }

                return map;
            case YamlSequenceNode sequence:
                var list = new JsonArray();
                foreach (var item in sequence.Children) list.Add(Convert(item, depth + 1, ref count));
                return list;
            case YamlScalarNode scalar:
                return IsPlain(scalar) ? YamlScalars.Resolve(scalar.Value ?? "") : JsonValue.Create(scalar.Value ?? "");
            default:
                return null;
        }
    }

    private static bool IsPlain(YamlScalarNode scalar) =>
        scalar.Style is ScalarStyle.Plain or ScalarStyle.Any && (scalar.Tag.IsEmpty || scalar.Tag.Value != StringTag);

    private static string KeyText(YamlNode key) =>
        key is YamlScalarNode scalar ? scalar.Value ?? "" : throw YamlKeys.NotPlain();

    /// <summary>A merge key brings members that the mapping does not set itself.</summary>
    private static void Merge(JsonObject map, JsonNode? merged)
    {
        var sources = merged is JsonArray several ? several.OfType<JsonObject>() : merged is JsonObject one ? [one] : [];
        foreach (var (key, value) in sources.SelectMany(source => source).ToList())
        {
            if (!map.ContainsKey(key)) map[key] = value?.DeepClone();
        }
    }
}
