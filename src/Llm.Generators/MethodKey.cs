using Microsoft.CodeAnalysis;

namespace Llm.Generators;

/// <summary>Creates the key of a method, which <c>ToolDocumentation</c> in the library creates in the same form by reflection.</summary>
internal static class MethodKey
{
    /// <param name="method">A method or local function without type arguments.</param>
    public static string Of(IMethodSymbol method)
    {
        var parameters = method.Parameters.Select(parameter => Of(parameter.Type) + (parameter.RefKind == RefKind.None ? "" : "&"));
        return $"{Of(method.ContainingType)}.{NameOf(method)}({string.Join(",", parameters)})";
    }

    /// <summary>The compiler's name; that of a local function without the numbers at its end, which are not known yet.</summary>
    private static string NameOf(IMethodSymbol method)
    {
        if (method.MethodKind != MethodKind.LocalFunction) return method.MetadataName;
        ISymbol member = method;
        while (member is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction })
            member = member.ContainingSymbol;
        return $"<{member.MetadataName}>g__{method.Name}";
    }

    private static string Of(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => $"{Of(array.ElementType)}[{new string(',', array.Rank - 1)}]",
        IPointerTypeSymbol pointer => Of(pointer.PointedAtType) + "*",
        IDynamicTypeSymbol => "System.Object",
        INamedTypeSymbol named when Arguments(named).ToList() is { Count: > 0 } arguments =>
            $"{NameOf(named)}[{string.Join(",", arguments.Select(Of))}]",
        INamedTypeSymbol named => NameOf(named),
        _ => type.Name,
    };

    private static string NameOf(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer) return $"{NameOf(outer)}+{type.MetadataName}";
        return type.ContainingNamespace is { IsGlobalNamespace: false } parent
            ? $"{parent.ToDisplayString()}.{type.MetadataName}"
            : type.MetadataName;
    }

    /// <summary>The type arguments, beginning with those of the containing types.</summary>
    private static IEnumerable<ITypeSymbol> Arguments(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? Arguments(outer).Concat(type.TypeArguments) : type.TypeArguments;
}
