using System.Text.Json;
using System.Text.Json.Nodes;

namespace Llm.Providers.Ollama;

/// <summary>A model with all its names.</summary>
/// <param name="digest">The hash of the model's content.</param>
/// <param name="capabilities">What the server says that it can do; null if it does not say.</param>
internal sealed class OllamaGroup(string digest, JsonArray? capabilities)
{
    private const string Latest = ":latest";

    private readonly List<string> names = [];

    /// <summary>The hash of the model's content.</summary>
    public string Digest => digest;

    /// <summary>Adds a name, and the short one that stands for it.</summary>
    public void Add(string name)
    {
        names.Add(name);
        if (name.EndsWith(Latest, StringComparison.Ordinal)) names.Add(name[..^Latest.Length]);
    }

    /// <summary>The name that says most, the other names, and what the model can do.</summary>
    public void Deconstruct(out string name, out IReadOnlyList<string> aliases, out OllamaCapabilities can)
    {
        names.Sort(Compare);
        name = names[0];
        aliases = names[1..];
        can = capabilities is null ? OllamaCapabilities.Unknown : OllamaCapabilities.Known;
        foreach (var word in capabilities ?? [])
        {
            if (word?.GetValueKind() != JsonValueKind.String) continue;
            can |= word.GetValue<string>() switch
            {
                "completion" => OllamaCapabilities.Completion,
                "tools" => OllamaCapabilities.Tools,
                "vision" => OllamaCapabilities.Vision,
                "thinking" => OllamaCapabilities.Thinking,
                "embedding" => OllamaCapabilities.Embedding,
                _ => OllamaCapabilities.Unknown,
            };
        }
    }

    /// <summary>The order of llm-ollama: names with a tag first, <c>latest</c> behind other tags, then the longer one.</summary>
    private static int Compare(string first, string second)
    {
        var order = Rank(first) - Rank(second);
        if (order == 0) order = second.Length - first.Length;
        return order != 0 ? order : string.CompareOrdinal(first, second);
    }

    private static int Rank(string name) => !name.Contains(':', StringComparison.Ordinal) ? 2
        : name.EndsWith(Latest, StringComparison.Ordinal) ? 1
        : 0;
}
