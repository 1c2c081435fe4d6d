using System.Text.Json.Nodes;
using Llm.Json;
using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>
/// What a content says beyond what a part has a place for. It lives in the part's metadata under a key of the bridge, so that it
/// comes back when the part becomes a content again. The metadata of providers travels the other way in the content.
/// </summary>
internal static class KeptMetadata
{
    public const string Key = "extensions_ai";

    private const string Annotations = "annotations";
    private const string Properties = "additional_properties";
    private const string Foreign = "provider_metadata";

    /// <summary>Takes what the content carries into the metadata, beside what the caller kept of it.</summary>
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

    /// <summary>The metadata of two pieces of one part: annotations of both, and of everything else what came last.</summary>
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

    /// <summary>Gives the content what was kept for it.</summary>
    public static void Restore(AIContent content, JsonObject? metadata, bool forCaller)
    {
        if (Of(metadata)[Annotations] is { } annotations) content.Annotations = BridgeJson.Read<IList<AIAnnotation>>(annotations);
        content.AdditionalProperties = Carried(metadata, forCaller);
    }

    /// <summary>The properties that were kept and, for a caller who will send them back, the metadata of providers.</summary>
    public static AdditionalPropertiesDictionary? Carried(JsonObject? metadata, bool forCaller)
    {
        var carried = new AdditionalPropertiesDictionary();
        foreach (var (name, value) in BridgeJson.ToBag(Of(metadata)[Properties] as JsonObject ?? [])) carried[name] = value;
        if (forCaller && OfProviders(metadata) is { Count: > 0 } foreign) carried[Foreign] = BridgeJson.ToElement(foreign);
        return carried.Count > 0 ? carried : null;
    }

    /// <summary>What the bridge kept; empty if it kept nothing.</summary>
    public static JsonObject Of(JsonObject? metadata) => metadata?[Key] as JsonObject ?? [];

    /// <summary>The metadata without what the bridge kept.</summary>
    public static JsonObject OfProviders(JsonObject? metadata)
    {
        var foreign = metadata?.DeepClone().AsObject() ?? [];
        foreign.Remove(Key);
        return foreign;
    }
}
