using Microsoft.CodeAnalysis;

namespace Llm.Generators;

/// <summary>Finds the constructor and the properties that System.Text.Json uses.</summary>
internal static class ObjectMembers
{
    /// <summary>Why the metadata of a type cannot be generated; null if it can.</summary>
    public static string? ProblemOf(INamedTypeSymbol type, Compilation compilation)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct)) return "it is not a class, record or struct";
        if (type.IsAbstract) return "it is abstract";
        if (type.IsRefLikeType || type.IsTupleType) return "it is not a type with properties";
        if (type.AllInterfaces.Any(parent => parent.ToDisplayString() == "System.Collections.IEnumerable"))
            return "only the usual collections are generated";
        if (HierarchyOf(type).Any(parent => RootOf(parent.ContainingNamespace) == "System")) return "it is a type of .NET";
        if (type.TypeArguments.Any(argument => JsonShape.Of(argument, compilation).Problem is not null))
            return "its type arguments have no generated form";
        if (PropertiesOf(type).Any(property => property.RefKind != RefKind.None)) return "it has properties by reference";
        if (!(ConstructorOf(type)?.Parameters ?? []).All(parameter => parameter.RefKind == RefKind.None && Literals.HasDefault(parameter)))
            return "its constructor has parameters without a generated form";
        return HierarchyOf(type).SelectMany(parent => parent.GetMembers().Where(IsMember).Prepend(parent))
            .Select(JsonAttributes.ProblemOf).FirstOrDefault(problem => problem is not null);
    }

    /// <summary>The constructor with <c>[JsonConstructor]</c>, the one without parameters, or the only public one.</summary>
    public static IMethodSymbol? ConstructorOf(INamedTypeSymbol type)
    {
        var all = type.InstanceConstructors.Where(IsPublic).ToList();
        var chosen = all.FirstOrDefault(constructor => JsonAttributes.Has(constructor, "JsonConstructorAttribute"))
            ?? all.FirstOrDefault(constructor => constructor.Parameters.Length == 0);
        return chosen ?? (all.Count == 1 && !type.IsValueType ? all[0] : null);
    }

    /// <summary>The properties in the order of reflection: those of the type, then those of its base types.</summary>
    public static IEnumerable<IPropertySymbol> PropertiesOf(INamedTypeSymbol type)
    {
        var names = new HashSet<string>();
        return HierarchyOf(type).SelectMany(parent => parent.GetMembers().OfType<IPropertySymbol>().Where(IsMember))
            .Where(property => names.Add(property.Name));
    }

    public static bool IsPublic(IMethodSymbol? method) => method is { DeclaredAccessibility: Accessibility.Public };

    public static bool SetsRequiredMembers(IMethodSymbol constructor) => constructor.GetAttributes().Any(
        attribute => attribute.AttributeClass?.ToDisplayString() == "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute");

    private static IEnumerable<INamedTypeSymbol> HierarchyOf(INamedTypeSymbol type)
    {
        for (var parent = type; parent is not null; parent = parent.BaseType)
        {
            if (parent.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType) yield break;
            yield return parent;
        }
    }

    /// <summary>
    /// Whether a symbol is a member that is read or written; those that an attribute includes are refused by <see cref="ProblemOf"/>.
    /// </summary>
    private static bool IsMember(ISymbol symbol) => symbol switch
    {
        IPropertySymbol { IsStatic: false, IsIndexer: false } property =>
            IsPublic(property.GetMethod) || IsPublic(property.SetMethod) || JsonAttributes.Has(property, "JsonIncludeAttribute"),
        IFieldSymbol field => JsonAttributes.Has(field, "JsonIncludeAttribute"),
        _ => false,
    };

    private static string? RootOf(INamespaceSymbol space)
    {
        while (space.ContainingNamespace is { IsGlobalNamespace: false } parent) space = parent;
        return space.Name;
    }
}
