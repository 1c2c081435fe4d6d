using Microsoft.CodeAnalysis;

namespace Llm.Generators;

/// <summary>The types whose metadata the library and Microsoft.Extensions.AI have.</summary>
internal static class PlainTypes
{
    private static readonly HashSet<string> Values =
    [
        "System.DateOnly", "System.DateTimeOffset", "System.Guid", "System.Half", "System.Int128", "System.TimeOnly", "System.TimeSpan",
        "System.UInt128", "System.Uri", "System.Version",
    ];

    private static readonly HashSet<string> Json =
    [
        "System.Text.Json.JsonDocument", "System.Text.Json.JsonElement", "System.Text.Json.Nodes.JsonArray",
        "System.Text.Json.Nodes.JsonNode", "System.Text.Json.Nodes.JsonObject", "System.Text.Json.Nodes.JsonValue",
    ];

    public static bool Contains(ITypeSymbol type) => type switch
    {
        IDynamicTypeSymbol => true,
        IArrayTypeSymbol array => array is { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte },
        { SpecialType: SpecialType.System_Object or SpecialType.System_String or SpecialType.System_DateTime } => true,
        { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_Double } => true,
        _ => Values.Contains(NameOf(type)) || IsJson(type),
    };

    /// <summary>Whether the type holds any JSON.</summary>
    public static bool IsJson(ITypeSymbol type) => Json.Contains(NameOf(type));

    private static string NameOf(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString();
}
