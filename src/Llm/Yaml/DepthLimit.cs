using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Llm.Yaml;

/// <summary>Ends the reading of YAML that is nested too deeply, for which the parser alone would take minutes.</summary>
/// <param name="parser">Reads the text.</param>
internal sealed class DepthLimit(IParser parser) : IParser
{
    /// <summary>The number of nested mappings and sequences that every reader of YAML accepts.</summary>
    public const int MaxDepth = 100;

    private int depth;

    public ParsingEvent? Current => parser.Current;

    /// <exception cref="YamlException">The text is not valid YAML or nested too deeply.</exception>
    public bool MoveNext()
    {
        if (!parser.MoveNext()) return false;
        depth += Current switch
        {
            MappingStart or SequenceStart => 1,
            MappingEnd or SequenceEnd => -1,
            _ => 0,
        };
        if (depth > MaxDepth) throw new YamlException(Current!.Start, Current.End, "It is nested too deeply.");
        return true;
    }
}
