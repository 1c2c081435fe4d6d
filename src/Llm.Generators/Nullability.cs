using Microsoft.CodeAnalysis;

namespace Llm.Generators;

/// <summary>Which members may be null, as reflection reads it from the annotations.</summary>
internal static class Nullability
{
    public static bool MayReturnNull(IPropertySymbol property) =>
        MayBeNull(property.Type, property.OriginalDefinition.Type, property, "MaybeNullAttribute", "NotNullAttribute");

    public static bool MayBeSetToNull(IPropertySymbol property) =>
        MayBeNull(property.Type, property.OriginalDefinition.Type, property, "AllowNullAttribute", "DisallowNullAttribute");

    public static bool MayBeNull(IParameterSymbol parameter) =>
        MayBeNull(parameter.Type, parameter.OriginalDefinition.Type, parameter, "AllowNullAttribute", "DisallowNullAttribute");

    private static bool MayBeNull(ITypeSymbol type, ITypeSymbol original, ISymbol member, string allows, string forbids)
    {
        if (type.IsValueType) return type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        if (Has(member, forbids)) return false;
        // What a type argument says about null is not known at run time.
        return Has(member, allows) || type.NullableAnnotation != NullableAnnotation.NotAnnotated
            || original is ITypeParameterSymbol { HasNotNullConstraint: false };
    }

    private static bool Has(ISymbol member, string attribute) => member.GetAttributes().Any(found =>
        found.AttributeClass?.Name == attribute
        && found.AttributeClass.ContainingNamespace.ToDisplayString() == "System.Diagnostics.CodeAnalysis");
}
