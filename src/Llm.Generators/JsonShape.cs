using Microsoft.CodeAnalysis;

namespace Llm.Generators;

/// <summary>How System.Text.Json reads and writes a type, as code that creates the metadata of the type.</summary>
/// <remarks>The metadata must be the one that reflection finds, because tools are hashed with the schema that is made from it.</remarks>
internal sealed class JsonShape
{
    private JsonShape(string? code, IEnumerable<ITypeSymbol> parts, string? problem) =>
        (Code, Parts, Problem) = (code, [.. parts], problem);

    /// <summary>Declares <c>Create</c>, which creates the metadata; null for types that the library knows.</summary>
    public string? Code { get; }

    /// <summary>The types that it contains.</summary>
    public IReadOnlyList<ITypeSymbol> Parts { get; }

    /// <summary>Why the metadata cannot be generated; null if it can.</summary>
    public string? Problem { get; }

    public static JsonShape Of(ITypeSymbol type, Compilation compilation)
    {
        if (PlainTypes.Contains(type)) return new(null, [], null);
        if (type.IsAnonymousType) return Unsupported("it has no name");
        if (!compilation.IsSymbolAccessibleWithin(type, compilation.Assembly) || type is INamedTypeSymbol { IsFileLocal: true })
            return Unsupported("generated code cannot use it unless it is internal or public");
        return type switch
        {
            IArrayTypeSymbol { Rank: 1 } array =>
                Collection(type, $"CreateArrayInfo<{CodeName.Of(array.ElementType)}>", "null", "", [array.ElementType]),
            INamedTypeSymbol named => Of(named, compilation),
            ITypeParameterSymbol => Unsupported("it is a type parameter"),
            _ => Unsupported("it has no generated form"),
        };
    }

    public static JsonShape Object(string code, IEnumerable<ITypeSymbol> parts) => new(code, parts, null);

    public static JsonShape Unsupported(string problem) => new(null, [], problem);

    private static JsonShape Of(INamedTypeSymbol type, Compilation compilation)
    {
        if (type.TypeKind == TypeKind.Enum)
        {
            var name = CodeName.Of(type);
            return JsonAttributes.ProblemOf(type) is { } unsupported
                ? Unsupported(unsupported)
                : Value(type, $"new JsonStringEnumConverter<{name}>().CreateConverter(typeof({name}), options)", []);
        }

        if (type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        {
            var value = type.TypeArguments[0];
            return Value(type, $"JsonMetadataServices.GetNullableConverter<{CodeName.Of(value)}>(options)", [value]);
        }

        return CollectionFactory.Of(type) is { } factory
            ? factory.Key is { } key && !CanBeKey(key) ? Unsupported($"{key.Name} cannot be the name of a member")
                : Collection(type, factory.Method, factory.Creator, factory.Conversion, type.TypeArguments)
            : ObjectShape.Of(type, compilation);
    }

    private static bool CanBeKey(ITypeSymbol key) => key.TypeKind == TypeKind.Enum
        || PlainTypes.Contains(key) && key.SpecialType != SpecialType.System_Object && !PlainTypes.IsJson(key);

    private static JsonShape Value(ITypeSymbol type, string converter, IEnumerable<ITypeSymbol> parts) => new(
        $"public static JsonTypeInfo Create(JsonSerializerOptions options) =>\n"
        + $"    JsonMetadataServices.CreateValueInfo<{CodeName.Of(type)}>(options, {converter});",
        parts,
        null);

    private static JsonShape Collection(
        ITypeSymbol type, string method, string creator, string conversion, IEnumerable<ITypeSymbol> parts) => new(
        $"public static JsonTypeInfo Create(JsonSerializerOptions options) => JsonMetadataServices.{method}(\n"
        + $"    options, new JsonCollectionInfoValues<{CodeName.Of(type)}> {{ ObjectCreator = {creator} }}{conversion});",
        parts,
        null);
}
