using Microsoft.CodeAnalysis;

namespace Llm.Generators;

/// <summary>Writes the metadata of classes, records and structs.</summary>
internal sealed class ObjectShape
{
    private readonly INamedTypeSymbol type;
    private readonly string name;
    private readonly IMethodSymbol? constructor;
    private readonly List<PropertyCode> properties;

    private ObjectShape(INamedTypeSymbol type)
    {
        this.type = type;
        name = CodeName.Of(type);
        constructor = ObjectMembers.ConstructorOf(type);
        properties = [.. ObjectMembers.PropertiesOf(type).Select(property => new PropertyCode(property, constructor))];
    }

    /// <summary>Whether a constructor has to be called without the required members, which System.Text.Json checks instead.</summary>
    private bool NeedsAccessor => constructor is not null && !IsPlainStruct && properties.Any(property => property.MustBeInitialized);

    /// <summary>Whether it is a struct without a constructor to call.</summary>
    private bool IsPlainStruct => type.IsValueType && constructor is null or { IsImplicitlyDeclared: true, Parameters.Length: 0 };

    private bool HasParameters => constructor is { Parameters.Length: > 0 };

    public static JsonShape Of(INamedTypeSymbol type, Compilation compilation)
    {
        if (ObjectMembers.ProblemOf(type, compilation) is { } problem) return JsonShape.Unsupported(problem);
        var shape = new ObjectShape(type);
        if (type.IsGenericType && (shape.NeedsAccessor || shape.properties.Any(property => property.NeedsAccessor)))
            return JsonShape.Unsupported("it is generic and has init-only or required properties");
        var parts = ObjectMembers.PropertiesOf(type).Where(property => !JsonAttributes.IsIgnored(property))
            .Select(property => property.Type)
            .Concat(shape.constructor?.Parameters.Select(parameter => parameter.Type) ?? []);
        return JsonShape.Object(shape.Factory() + shape.Properties() + shape.Parameters() + shape.Accessors(), parts);
    }

    private string Factory()
    {
        var arguments = constructor?.Parameters.Select((parameter, i) => $"({CodeName.Of(parameter.Type)})args[{i}]") ?? [];
        var create = IsPlainStruct
            ? $"default({name})"
            : $"{(NeedsAccessor ? "Construct" : $"new {name}")}({string.Join(", ", arguments)})";
        var canCreate = constructor is not null || type.IsValueType;
        return $$"""
            public static JsonTypeInfo Create(JsonSerializerOptions options) => JsonMetadataServices.CreateObjectInfo(
                options,
                new JsonObjectInfoValues<{{name}}>
                {
                    ObjectCreator = {{(canCreate && !HasParameters ? $"static () => {create}" : "null")}},
                    ObjectWithParameterizedConstructorCreator = {{(HasParameters ? $"static args => {create}" : "null")}},
                    PropertyMetadataInitializer = _ => Properties(options),
                    ConstructorParameterMetadataInitializer = {{(HasParameters ? "Parameters" : "null")}},
                    ConstructorAttributeProviderFactory = {{(HasParameters ? ConstructorSearch() : "null")}},
                });

            """;
    }

    private string ConstructorSearch()
    {
        var types = constructor!.Parameters.Select(parameter => $"typeof({CodeName.Of(parameter.Type)})");
        return $"static () => typeof({name}).GetConstructor(Members, null, new[] {{ {string.Join(", ", types)} }}, null)";
    }

    private string Properties() => $$"""

        private static JsonPropertyInfo[] Properties(JsonSerializerOptions options)
        {
        var properties = new JsonPropertyInfo[{{properties.Count}}];
        {{string.Concat(properties.Select((property, i) => property.Statements($"properties[{i}]")))}}return properties;
        }

        """;

    private string Parameters()
    {
        if (!HasParameters) return "";
        var values = constructor!.Parameters.Select(parameter => $$"""
            new()
            {
                Name = {{Literals.Of(parameter.Name)}},
                ParameterType = typeof({{CodeName.Of(parameter.Type)}}),
                Position = {{parameter.Ordinal}},
                HasDefaultValue = {{Literals.Of(parameter.HasExplicitDefaultValue)}},
                DefaultValue = {{Literals.DefaultOf(parameter)}},
                IsNullable = {{Literals.Of(Nullability.MayBeNull(parameter))}},
            },
            """);
        return $$"""

            private static JsonParameterInfoValues[] Parameters() => new JsonParameterInfoValues[]
            {
            {{string.Join("\n", values)}}
            };

            """;
    }

    private string Accessors()
    {
        var setters = string.Concat(properties.Where(property => property.NeedsAccessor).Select(property => property.Accessor()));
        if (!NeedsAccessor) return setters;
        var parameters = constructor!.Parameters.Select(parameter => $"{CodeName.Of(parameter.Type)} @{parameter.Name}");
        return setters + $"""

            [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
            private static extern {name} Construct({string.Join(", ", parameters)});
            """;
    }
}
