using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Llm.Generators;

/// <summary>Writes constants as C#.</summary>
internal static class Literals
{
    public static string Of(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Of(bool value) => value ? "true" : "false";

    /// <summary>Whether the default of a parameter can be written.</summary>
    public static bool HasDefault(IParameterSymbol parameter) => !parameter.HasExplicitDefaultValue || parameter.ExplicitDefaultValue is not
        (double.NaN or double.PositiveInfinity or double.NegativeInfinity or float.NaN or float.PositiveInfinity or float.NegativeInfinity);

    /// <summary>The default of a parameter; that of its type if it has none.</summary>
    public static string DefaultOf(IParameterSymbol parameter)
    {
        var type = CodeName.Of(parameter.Type);
        return !parameter.HasExplicitDefaultValue || parameter.ExplicitDefaultValue is not { } value
            ? $"default({type})"
            : $"({type})({SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)}{SuffixOf(value)})";
    }

    private static string SuffixOf(object value) => value switch
    {
        decimal => "m",
        float => "f",
        double => "d",
        _ => "",
    };
}
