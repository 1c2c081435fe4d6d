using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Llm.Yaml;

/// <summary>Finds the place of a value in YAML, for messages about it.</summary>
internal static class YamlPlace
{
    /// <summary>
    /// The line, from 1, of the value to which these keys and indexes lead, or of the nearest value around it if there is none.
    /// </summary>
    public static int LineOf(string text, IReadOnlyList<string> steps)
    {
        var line = 1L;
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _)) return 1;
            foreach (var step in steps)
                if (!Enter(parser, step, ref line))
                    break;
        }
        catch (Exception ex) when (ex is YamlException or InvalidOperationException)
        {
            // What was read so far is near enough.
        }

        return (int)line;
    }

    private static bool Enter(Parser parser, string step, ref long line)
    {
        if (parser.TryConsume<MappingStart>(out _))
        {
            while (!parser.Accept<MappingEnd>(out _))
            {
                if (parser.Accept<Scalar>(out var key) && key.Value == step)
                {
                    line = key.Start.Line;
                    return parser.MoveNext();
                }

                parser.SkipThisAndNestedEvents();
                parser.SkipThisAndNestedEvents();
            }
        }
        else if (parser.TryConsume<SequenceStart>(out _) && int.TryParse(step, CultureInfo.InvariantCulture, out var index))
        {
            for (; !parser.Accept<SequenceEnd>(out _); index--)
            {
                if (index == 0)
                {
                    line = parser.Current!.Start.Line;
                    return true;
                }

                parser.SkipThisAndNestedEvents();
            }
        }

        return false;
    }
}
