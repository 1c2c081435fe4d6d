using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Yaml;

/// <summary>
/// Writes YAML as PyYAML 6 does for <c>yaml.safe_dump(value, default_flow_style=False, sort_keys=False)</c>, byte for byte.
/// </summary>
/// <remarks>
/// <see cref="YamlText"/> can read the output, except escapes in text that is indented beyond column 80, which PyYAML cannot read
/// either. All members are thread-safe.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class YamlWriter
{
    private const int UsualIndent = 2;

    /// <summary>Writes one document in block style, with lines of about 80 characters, non-ASCII escaped and keys in their order.</summary>
    /// <param name="value">The value to write.</param>
    /// <param name="indent">The columns per level, from 2 to 9; as in PyYAML, other values mean 2.</param>
    public static string Write(JsonNode? value, int indent = 2) =>
        Write(new YamlOutput(indent is > 1 and < 10 ? indent : UsualIndent, YamlOutput.UsualWidth), value);

    /// <summary>
    /// Writes as <see cref="Write(JsonNode?, int)"/>, but breaks no lines, and writes text with several lines unchanged after a <c>|</c>.
    /// </summary>
    /// <remarks>
    /// This is PyYAML's output with <c>width=sys.maxsize</c> and the style <c>|</c> for text with line ends, some of which needs double
    /// quotes nevertheless.
    /// </remarks>
    public static string WriteLiteral(JsonNode? value) =>
        Write(new YamlOutput(UsualIndent, width: int.MaxValue) { KeepsLines = true }, value);

    private static string Write(YamlOutput output, JsonNode? value)
    {
        WriteNode(output, value, isMappingValue: false);
        output.Indent();
        if (output.IsOpenEnded)
        {
            output.Indicator("...", needsSpace: true);
            output.Indent();
        }

        return output.ToString();
    }

    private static void WriteNode(YamlOutput output, JsonNode? node, bool isMappingValue)
    {
        switch (node)
        {
            case JsonObject { Count: 0 }:
                output.Indicator("{", needsSpace: true);
                output.Indicator("}", needsSpace: false);
                break;
            case JsonArray { Count: 0 }:
                output.Indicator("[", needsSpace: true);
                output.Indicator("]", needsSpace: false);
                break;
            case JsonObject map:
                WriteMapping(output, map);
                break;
            case JsonArray list:
                WriteSequence(output, list, isMappingValue);
                break;
            default:
                output.Enter(isBlock: false);
                WriteScalar(output, node);
                output.Leave();
                break;
        }
    }

    private static void WriteMapping(YamlOutput output, JsonObject map)
    {
        output.Enter(isBlock: true);
        foreach (var (key, item) in map)
        {
            output.Indent();
            var isSimpleKey = YamlScalarWriter.IsSimpleKey(key);
            if (!isSimpleKey) output.Indicator("?", needsSpace: true, isIndentation: true);
            output.Enter(isBlock: false);
            YamlScalarWriter.WriteText(output, key, isSimpleKey);
            output.Leave();
            if (!isSimpleKey) output.Indent();
            output.Indicator(":", needsSpace: !isSimpleKey, isIndentation: !isSimpleKey);
            WriteNode(output, item, isMappingValue: true);
        }

        output.Leave();
    }

    private static void WriteSequence(YamlOutput output, JsonArray list, bool isMappingValue)
    {
        // Dashes are in the column of their key.
        output.Enter(isBlock: true, keepColumn: isMappingValue && !output.IsIndentation);
        foreach (var item in list)
        {
            output.Indent();
            output.Indicator("-", needsSpace: true, isIndentation: true);
            WriteNode(output, item, isMappingValue: false);
        }

        output.Leave();
    }

    private static void WriteScalar(YamlOutput output, JsonNode? node)
    {
        var kind = node?.GetValueKind() ?? JsonValueKind.Null;
        if (kind == JsonValueKind.String)
        {
            var text = node!.GetValue<string>();
            if (output.KeepsLines && text.Contains('\n', StringComparison.Ordinal)) YamlScalarWriter.WriteLines(output, text);
            else YamlScalarWriter.WriteText(output, text, isSimpleKey: false);
            return;
        }

        output.StartPlain();
        output.Append(kind switch
        {
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => Number(PythonNumber.Format(node!.AsValue())),
            _ => "null",
        });
    }

    /// <summary>Converts Python's number format to YAML's, in which a float has a decimal point.</summary>
    private static string Number(string number) => number switch
    {
        "NaN" => ".nan",
        "Infinity" => ".inf",
        "-Infinity" => "-.inf",
        _ when number.Contains('e', StringComparison.Ordinal) && !number.Contains('.', StringComparison.Ordinal) =>
            number.Replace("e", ".0e", StringComparison.Ordinal),
        _ => number,
    };
}
