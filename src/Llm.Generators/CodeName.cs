using Microsoft.CodeAnalysis;

namespace Llm.Generators;

/// <summary>Writes types as generated code names them.</summary>
internal static class CodeName
{
    // Without nullable annotations and names of tuple elements, which are not part of a type.
    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.ExpandValueTuple);

    public static string Of(ITypeSymbol type) => type.ToDisplayString(Format);
}
