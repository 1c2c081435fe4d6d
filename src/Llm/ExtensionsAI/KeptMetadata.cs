using System.Text.Json.Nodes;
using Llm.Json;
using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>
/// The properties of a content that a part has no member for. They are kept in the part's metadata under the bridge's key, and are
/// restored when the part is converted back to a content. In turn, a content carries the metadata of providers.
/// </summary>
internal static class KeptMetadata
{
    public const string Key = "extensions_ai";

    private const string Annotations = "annotations";
    private const string Properties = "additional_properties";
    private const string Foreign = "provider_metadata";

    /// <summary>Creates the metadata from the content's properties and what the caller kept of the content.</summary>
    public static JsonObject? Read(AIContent content, JsonObject kept)
    {
        var annotations = content.Annotations;
        if (annotations is { Count: > 0 }) kept[Annotations] = BridgeJson.ToNode(annotations, typeof(IList<AIAnnotation>));
        return Read(content.AdditionalProperties, kept);
    }

    /// <inheritdoc cref="Read(AIContent, JsonObject)"/>
    public static JsonObject? Read(AdditionalPropertiesDictionary? carried, JsonObject kept)
    {
        var properties = BridgeJson.ToObject(carried ?? []);
        var metadata = properties.CopyObject(Foreign);
        if (metadata is not null) properties.Remove(Foreign);
        metadata ??= [];
        if (properties.Count > 0) kept[Properties] = properties;
        if (kept.Count > 0) metadata[Key] = kept;
        return metadata.Count > 0 ? metadata : null;
    }

    /// <summary>Merges the metadata of two pieces of one part: the annotations of both, and the later value of everything else.</summary>
    public static JsonObject? Merge(JsonObject? earlier, JsonObject? later)
    {
        if (earlier is null || later is null) return earlier ?? later;
        var merged = earlier.DeepClone().AsObject();
        var kept = Of(merged).DeepClone().AsObject();
        foreach (var (name, value) in Of(later))
        {
            kept[name] = name == Annotations && (kept[name], value) is (JsonArray first, JsonArray second)
                ? new JsonArray([.. first.Concat(second).Select(item => item?.DeepClone())])
                : value?.DeepClone();
        }

        foreach (var (name, value) in later) merged[name] = value?.DeepClone();
        if (kept.Count > 0) merged[Key] = kept;
        return merged;
    }

    /// <summary>Restores the properties that were kept for a content.</summary>
    public static void Restore(AIContent content, JsonObject? metadata, bool forCaller)
    {
        if (Of(metadata)[Annotations] is { } annotations) content.Annotations = BridgeJson.Read<IList<AIAnnotation>>(annotations);
        content.AdditionalProperties = Carried(metadata, forCaller);
    }

    /// <summary>The additional properties that were kept and, for a caller who will send them back, the metadata of providers.</summary>
    public static AdditionalPropertiesDictionary? Carried(JsonObject? metadata, bool forCaller)
    {
        var carried = new AdditionalPropertiesDictionary();
        foreach (var (name, value) in BridgeJson.ToDictionary(Of(metadata)[Properties] as JsonObject ?? [])) carried[name] = value;
        if (forCaller && OfProviders(metadata) is { Count: > 0 } foreign) carried[Foreign] = foreign.ToElement();
        return carried.Count > 0 ? carried : null;
    }

    /// <summary>The properties that the bridge kept; empty if there are none.</summary>
    public static JsonObject Of(JsonObject? metadata) => metadata?[Key] as JsonObject ?? [];

    /// <summary>The metadata without the properties that the bridge kept.</summary>
    public static JsonObject OfProviders(JsonObject? metadata)
    {
        var foreign = metadata?.DeepClone().AsObject() ?? [];
        foreign.Remove(Key);
        return foreign;
    }
}
