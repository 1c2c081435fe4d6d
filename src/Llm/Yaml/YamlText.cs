using System.ComponentModel;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Llm.Yaml;

/// <summary>Reads YAML into JSON nodes, as Python's <c>yaml.safe_load</c> does.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class YamlText
{
    /// <summary>Reads a single document; returns null if there is none.</summary>
    /// <remarks>A key that occurs twice keeps its last value.</remarks>
    /// <exception cref="LlmException">The text is not valid YAML or has several documents; the message names the place.</exception>
    public static JsonNode? Parse(string text) => Parse(text, YamlScalars.Resolve);

    /// <summary>Reads a single document with all plain values as they are written: a version such as <c>1.50</c> keeps its zero.</summary>
    /// <exception cref="LlmException">The text is not valid YAML or has several documents; the message names the place.</exception>
    public static JsonNode? ParseTexts(string text) => Parse(text, written => JsonValue.Create(written));

    /// <summary>Reads a document that is part of an assembly.</summary>
    /// <param name="owner">A type of the assembly.</param>
    /// <param name="name">The name of the resource.</param>
    internal static JsonNode? ParseResource(Type owner, string name)
    {
        using var stream = owner.Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    private static JsonNode? Parse(string text, Func<string, JsonNode?> resolve)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _)) return null;
            parser.Consume<DocumentStart>();
            var root = new YamlReader(parser, resolve).Read();
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _))
                throw new YamlException(parser.Current!.Start, parser.Current.End, "There is more than one document.");
            return root;
        }
        catch (YamlException ex)
        {
            throw new LlmException($"Invalid YAML: {ex.Message} (line {ex.Start.Line}, column {ex.Start.Column})", ex);
        }
        catch (InvalidOperationException ex)
        {
            // The scanner of YamlDotNet 16.3 throws this for some brackets that are not closed.
            throw new LlmException("Invalid YAML: it cannot be read. A bracket may not be closed.", ex);
        }
    }
}
