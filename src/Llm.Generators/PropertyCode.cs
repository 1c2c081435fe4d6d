using System.Text;
using Microsoft.CodeAnalysis;

namespace Llm.Generators;

/// <summary>Writes the metadata of a property.</summary>
internal sealed class PropertyCode
{
    private readonly IPropertySymbol property;
    private readonly bool isIgnored;
    private readonly bool isParameter;
    private readonly string owner;
    private readonly string value;

    public PropertyCode(IPropertySymbol property, IMethodSymbol? constructor)
    {
        this.property = property;
        isIgnored = JsonAttributes.IsIgnored(property);
        isParameter = constructor?.Parameters.Any(
            parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)) == true;
        owner = CodeName.Of(property.ContainingType);
        // An ignored property may be of a type that generated code cannot use.
        value = isIgnored && !isParameter ? "object" : CodeName.Of(property.Type);
        MustBeInitialized = property.IsRequired && !(constructor is not null && ObjectMembers.SetsRequiredMembers(constructor));
    }

    /// <summary>Whether C# lets nobody call the constructor without giving the property.</summary>
    public bool MustBeInitialized { get; }

    /// <summary>
    /// Whether C# lets only an initializer set the property, although System.Text.Json sets it when its value is present.
    /// </summary>
    public bool NeedsAccessor => property.SetMethod is { IsInitOnly: true, DeclaredAccessibility: Accessibility.Public }
        && !isIgnored && !isParameter;

    /// <summary>The statements that create the metadata.</summary>
    /// <param name="place">The variable or element that receives it.</param>
    public string Statements(string place)
    {
        var code = new StringBuilder($"{place} = JsonMetadataServices.CreatePropertyInfo(options, {Values()});\n");
        if (MustBeInitialized || JsonAttributes.Has(property, "JsonRequiredAttribute")) code.Append($"{place}.IsRequired = true;\n");
        if (JsonAttributes.ValueOf(property, "JsonPropertyOrderAttribute") is int and not 0 and var order)
            code.Append($"{place}.Order = {order};\n");
        if (property.GetMethod is not null && !Nullability.MayReturnNull(property)) code.Append($"{place}.IsGetNullable = false;\n");
        if (property.SetMethod is not null && !Nullability.MayBeSetToNull(property)) code.Append($"{place}.IsSetNullable = false;\n");
        return code.ToString();
    }

    /// <summary>The method that sets a property that only an initializer can set.</summary>
    public string Accessor() => $"""

        [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_{property.Name}")]
        private static extern void Set_{property.Name}({(IsOfStruct ? "ref " : "")}{owner} item, {value} value);

        """;

    private bool IsOfStruct => property.ContainingType.IsValueType;

    private string Values()
    {
        var name = Literals.Of(property.Name);
        var ignore = JsonAttributes.IgnoreConditionOf(property) is { } condition ? $"(JsonIgnoreCondition){condition}" : "null";
        var json = JsonAttributes.ValueOf(property, "JsonPropertyNameAttribute") is string given ? Literals.Of(given) : "null";
        var attributes = value == "object"
            ? "null"
            : $"static () => typeof({owner}).GetProperty({name}, Members, null, typeof({value}), global::System.Type.EmptyTypes, null)";
        return $$"""
            new JsonPropertyInfoValues<{{value}}>
            {
                IsProperty = true,
                IsPublic = true,
                IsVirtual = {{Literals.Of(property.IsVirtual || property.IsOverride)}},
                DeclaringType = typeof({{owner}}),
                Getter = {{(isIgnored || !ObjectMembers.IsPublic(property.GetMethod) ? "null" : Getter())}},
                Setter = {{(isIgnored || !ObjectMembers.IsPublic(property.SetMethod) ? "null" : Setter())}},
                IgnoreCondition = {{ignore}},
                PropertyName = {{name}},
                JsonPropertyName = {{json}},
                AttributeProviderFactory = {{attributes}},
            }
            """;
    }

    private string Getter() => $"static item => (({owner})item).@{property.Name}";

    private string Setter()
    {
        var item = IsOfStruct ? $"global::System.Runtime.CompilerServices.Unsafe.Unbox<{owner}>(item)" : $"(({owner})item)";
        if (NeedsAccessor) return $"static (item, value) => Set_{property.Name}({(IsOfStruct ? "ref " : "")}{item}, value)";
        return property.SetMethod!.IsInitOnly
            ? "static (_, _) => throw new global::System.InvalidOperationException(\"The constructor sets it.\")"
            : $"static (item, value) => {item}.@{property.Name} = value";
    }
}
