using System.Text.Json.Nodes;

namespace Llm.Storage.Logs;

/// <summary>Stores text that holds fragments as references to them, so that a long fragment is kept once.</summary>
internal static class TextReferences
{
    /// <summary>The pieces of a text, literals and fragments; null if no fragment occurs in it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fragments">Contents and row ids of the fragments given to this prompt.</param>
    /// <param name="used">The row ids of the fragments found, in their order.</param>
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

    // The earliest occurrence wins, the longer on a tie, so that a fragment which begins another cannot hide it.
    private static FragmentText? First(string text, int start, IReadOnlyList<FragmentText> fragments, out int place)
    {
        FragmentText? first = null;
        place = -1;
        foreach (var fragment in fragments)
        {
            var at = text.IndexOf(fragment.Content, start, StringComparison.Ordinal);
            if (at < 0) continue;
            if (first is not null && (at > place || (at == place && fragment.Content.Length <= first.Content.Length))) continue;
            (first, place) = (fragment, at);
        }

        return first;
    }
}

/// <summary>A stored fragment that texts may refer to.</summary>
/// <param name="Content">The text.</param>
/// <param name="Id">The row id.</param>
internal sealed record FragmentText(string Content, long Id);
