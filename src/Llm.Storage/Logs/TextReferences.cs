using System.Text.Json.Nodes;

namespace Llm.Storage.Logs;

/// <summary>Replaces fragments in a text by references, so that a long fragment is stored only once.</summary>
internal static class TextReferences
{
    /// <summary>Splits a text into literals and references to fragments; returns null if the text contains no fragment.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fragments">The stored fragments of the prompt.</param>
    /// <param name="used">The row ids of the fragments that were found, in order.</param>
    public static JsonArray? Encode(string text, IReadOnlyList<FragmentText> fragments, out List<long> used)
    {
        used = [];
        var pieces = new List<JsonNode?>();
        var start = 0;
        while (First(text, start, fragments, out var at) is { } found)
        {
            if (at > start) pieces.Add(new JsonObject { ["literal"] = text[start..at] });
            pieces.Add(new JsonObject { ["fragment"] = found.Id });
            used.Add(found.Id);
            start = at + found.Content.Length;
        }

        if (used.Count == 0) return null;
        if (start < text.Length) pieces.Add(new JsonObject { ["literal"] = text[start..] });
        return new JsonArray([.. pieces]);
    }

    // The first occurrence is used; at the same position the longer one, so that a fragment cannot hide another that it begins.
    private static FragmentText? First(string text, int start, IReadOnlyList<FragmentText> fragments, out int position)
    {
        FragmentText? first = null;
        position = -1;
        foreach (var fragment in fragments)
        {
            var at = text.IndexOf(fragment.Content, start, StringComparison.Ordinal);
            if (at < 0) continue;
            if (first is not null && (at > position || (at == position && fragment.Content.Length <= first.Content.Length))) continue;
            (first, position) = (fragment, at);
        }

        return first;
    }
}

/// <summary>A stored fragment that texts may refer to.</summary>
/// <param name="Content">The text of the fragment.</param>
/// <param name="Id">The row id.</param>
internal sealed record FragmentText(string Content, long Id);
