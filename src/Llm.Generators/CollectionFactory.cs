using Microsoft.CodeAnalysis;

namespace Llm.Generators;

/// <summary>The factory method of <c>JsonMetadataServices</c> for a type of collection.</summary>
internal sealed class CollectionFactory
{
    private const string Generic = "System.Collections.Generic.";
    private const string Immutable = "System.Collections.Immutable.";

    private static readonly Dictionary<string, string> Methods = new()
    {
        [Generic + "IEnumerable<T>"] = "CreateIEnumerableInfo",
        [Generic + "IReadOnlyCollection<T>"] = "CreateIEnumerableInfo",
        [Generic + "IReadOnlyList<T>"] = "CreateIEnumerableInfo",
        [Generic + "ICollection<T>"] = "CreateICollectionInfo",
        [Generic + "IList<T>"] = "CreateIListInfo",
        [Generic + "List<T>"] = "CreateListInfo",
        [Generic + "ISet<T>"] = "CreateISetInfo",
        [Generic + "HashSet<T>"] = "CreateISetInfo",
        [Immutable + "ImmutableArray<T>"] = "CreateImmutableEnumerableInfo",
        [Immutable + "ImmutableList<T>"] = "CreateImmutableEnumerableInfo",
        [Generic + "Dictionary<TKey, TValue>"] = "CreateDictionaryInfo",
        [Generic + "IDictionary<TKey, TValue>"] = "CreateIDictionaryInfo",
        [Generic + "IReadOnlyDictionary<TKey, TValue>"] = "CreateIReadOnlyDictionaryInfo",
    };

    private readonly INamedTypeSymbol type;
    private readonly string method;

    private CollectionFactory(INamedTypeSymbol type, string method) => (this.type, this.method) = (type, method);

    /// <summary>The method with its type arguments.</summary>
    public string Method => $"{method}<{string.Join(", ", new ITypeSymbol[] { type }.Concat(type.TypeArguments).Select(CodeName.Of))}>";

    /// <summary>Creates an empty collection; interfaces need none.</summary>
    public string Creator => type.TypeKind == TypeKind.Interface || IsImmutable ? "null" : $"static () => new {CodeName.Of(type)}()";

    /// <summary>A further argument, which fills an immutable collection.</summary>
    public string Conversion => IsImmutable
        ? $", global::{Immutable}{type.Name}.CreateRange<{CodeName.Of(type.TypeArguments[0])}>"
        : "";

    /// <summary>The type of the keys; null if it is not a dictionary.</summary>
    public ITypeSymbol? Key => type.TypeArguments.Length == 2 ? type.TypeArguments[0] : null;

    private bool IsImmutable => method == "CreateImmutableEnumerableInfo";

    /// <summary>The factory for a type; null if it is not one of the known collections.</summary>
    public static CollectionFactory? Of(INamedTypeSymbol type) =>
        Methods.TryGetValue(type.OriginalDefinition.ToDisplayString(), out var method) ? new(type, method) : null;
}
