using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Llm;

/// <summary>Holds the JSON metadata of the types that tools read and write, for programs without reflection-based serialization.</summary>
/// <remarks>The package's source generator registers the metadata of the types that it sees. Thread-safe.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ToolMetadata
{
    private static ImmutableArray<IJsonTypeInfoResolver> registered = [];

    /// <summary>Adds metadata that the source generator made.</summary>
    public static void Add(IJsonTypeInfoResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        ImmutableInterlocked.Update(ref registered, static (all, added) => all.Add(added), resolver);
    }

    /// <summary>The metadata of a type; null if none was added.</summary>
    internal static JsonTypeInfo? Find(Type type, JsonSerializerOptions options)
    {
        foreach (var resolver in registered)
        {
            if (resolver.GetTypeInfo(type, options) is { } found) return found;
        }

        return null;
    }
}
