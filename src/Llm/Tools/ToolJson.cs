using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Llm;

/// <summary>The JSON options of tools that are made without any.</summary>
internal static class ToolJson
{
    /// <summary>Those of Microsoft.Extensions.AI; without reflection, with the metadata that the source generator made.</summary>
    public static JsonSerializerOptions Options { get; } =
        JsonSerializer.IsReflectionEnabledByDefault ? AIJsonUtilities.DefaultOptions : Generated(new Registered());

    /// <summary>Creates options with the same settings and other metadata.</summary>
    public static JsonSerializerOptions Generated(IJsonTypeInfoResolver resolver)
    {
        var options = new JsonSerializerOptions(AIJsonUtilities.DefaultOptions);
        options.TypeInfoResolverChain.Clear();
        foreach (var known in AIJsonUtilities.DefaultOptions.TypeInfoResolverChain)
        {
            if (known is not DefaultJsonTypeInfoResolver) options.TypeInfoResolverChain.Add(known);
        }

        options.TypeInfoResolverChain.Add(PlainTypes.Default);
        options.TypeInfoResolverChain.Add(resolver);
        options.MakeReadOnly();
        return options;
    }

    private sealed class Registered : IJsonTypeInfoResolver
    {
        public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) => ToolMetadata.Find(type, options);
    }
}

/// <summary>The metadata of plain values that Microsoft.Extensions.AI does not have.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(byte))]
[JsonSerializable(typeof(byte[]))]
[JsonSerializable(typeof(sbyte))]
[JsonSerializable(typeof(DateOnly))]
[JsonSerializable(typeof(Guid))]
[JsonSerializable(typeof(Half))]
[JsonSerializable(typeof(Int128))]
[JsonSerializable(typeof(TimeOnly))]
[JsonSerializable(typeof(UInt128))]
[JsonSerializable(typeof(Uri))]
[JsonSerializable(typeof(Version))]
internal sealed partial class PlainTypes : JsonSerializerContext;
