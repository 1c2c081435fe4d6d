using Microsoft.CodeAnalysis;

namespace Llm.Generators;

/// <summary>Reads the attributes of System.Text.Json.</summary>
internal static class JsonAttributes
{
    private const int Always = 1;

    private static readonly HashSet<string> Understood =
    [
        "JsonConstructorAttribute", "JsonIgnoreAttribute", "JsonPropertyNameAttribute", "JsonPropertyOrderAttribute",
        "JsonRequiredAttribute", "JsonStringEnumMemberNameAttribute",
    ];

    /// <summary>Why generated code cannot do what the attributes of a type or property ask for; null if it can.</summary>
    public static string? ProblemOf(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (IsJson(attribute) && !Understood.Contains(attribute.AttributeClass!.Name) && !IsStringEnum(attribute))
                return $"{symbol.Name} has [{attribute.AttributeClass.Name.Replace("Attribute", "")}]";
            if (attribute.AttributeClass?.ToDisplayString() == "System.ObsoleteAttribute"
                && attribute.ConstructorArguments.LastOrDefault().Value is true)
            {
                return $"{symbol.Name} is obsolete";
            }
        }

        return null;
    }

    /// <summary>The value that an attribute with one argument gives; null if the symbol does not have the attribute.</summary>
    public static object? ValueOf(ISymbol symbol, string name) =>
        Find(symbol, name)?.ConstructorArguments.Select(argument => argument.Value).FirstOrDefault();

    public static bool Has(ISymbol symbol, string name) => Find(symbol, name) is not null;

    /// <summary>The number of the <c>JsonIgnoreCondition</c>; null if there is none.</summary>
    public static int? IgnoreConditionOf(IPropertySymbol property) => Find(property, "JsonIgnoreAttribute") is { } attribute
        ? attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Condition").Value.Value as int? ?? Always
        : null;

    public static bool IsIgnored(IPropertySymbol property) => IgnoreConditionOf(property) == Always;

    private static AttributeData? Find(ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(attribute => IsJson(attribute) && attribute.AttributeClass!.Name == name);

    private static bool IsJson(AttributeData attribute) =>
        attribute.AttributeClass?.ContainingNamespace.ToDisplayString() == "System.Text.Json.Serialization";

    /// <summary>Whether the attribute asks for the words of an enum, which is what tools use in any case.</summary>
    private static bool IsStringEnum(AttributeData attribute) => attribute.AttributeClass!.Name == "JsonConverterAttribute"
        && attribute.ConstructorArguments.FirstOrDefault().Value is INamedTypeSymbol { Name: "JsonStringEnumConverter" } converter
        && converter.ContainingNamespace.ToDisplayString() == "System.Text.Json.Serialization";
}
