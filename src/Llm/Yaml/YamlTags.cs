using System.Text;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Llm.Yaml;

/// <summary>Converts values with a standard tag of YAML, such as <c>!!int "12"</c>, as PyYAML does. Other tags are ignored.</summary>
internal static class YamlTags
{
    private const string Prefix = "tag:yaml.org,2002:";

    /// <summary>Whether a tag determines the type of a scalar.</summary>
    public static bool IsStandard(string tag) => tag is
        Prefix + "str" or Prefix + "null" or Prefix + "bool" or Prefix + "int" or Prefix + "float" or Prefix + "binary";

    /// <summary>Converts a scalar to the type of its tag.</summary>
    /// <exception cref="YamlException">The text is not of that type.</exception>
    public static JsonNode? Convert(Scalar scalar)
    {
        var (type, text) = (scalar.Tag.Value[Prefix.Length..], scalar.Value);
        return type switch
        {
            "str" => JsonValue.Create(text),
            "null" => null,
            "bool" when YamlResolver.Resolve(text.ToLowerInvariant()) == YamlScalarKind.Boolean =>
                YamlScalars.Resolve(text.ToLowerInvariant()),
            "int" when YamlScalars.ParseInteger(text) is { } number => number,
            "float" when YamlScalars.ParseFloat(text) is { } number => number,
            "binary" when Decode(text) is { } decoded => JsonValue.Create(decoded),
            _ => throw new YamlException(scalar.Start, scalar.End, $"The value {text} cannot be read as !!{type}."),
        };
    }

    /// <summary>The text whose UTF-8 is written in base64; null if it is neither.</summary>
    private static string? Decode(string base64)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(System.Convert.FromBase64String(base64));
        }
        catch (Exception ex) when (ex is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }
}
