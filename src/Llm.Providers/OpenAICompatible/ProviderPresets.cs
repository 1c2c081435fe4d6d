using System.Text.Json.Nodes;
using Llm.Yaml;

namespace Llm.Providers.OpenAICompatible;

/// <summary>The presets of compatible servers: those in <c>presets.yaml</c>, then those in the user's <c>providers.yaml</c>.</summary>
/// <remarks>Read when they are first asked for, which costs a few milliseconds. Thread-safe.</remarks>
public sealed class ProviderPresets(UserDirectory directory)
{
    /// <summary>The name of the user's file in the user directory.</summary>
    public const string UserFile = "providers.yaml";

    private readonly Lazy<IReadOnlyList<ProviderPreset>> all = new(() => Read(Path.Combine(directory.Path, UserFile)));

    /// <summary>All presets; an entry of the user's replaces one of the same name.</summary>
    /// <exception cref="LlmException">The user's file is not valid.</exception>
    public IReadOnlyList<ProviderPreset> All => all.Value;

    /// <summary>The preset of this name; null if there is none.</summary>
    /// <inheritdoc cref="All" path="/exception"/>
    public ProviderPreset? Find(string name) => All.FirstOrDefault(preset => preset.Name == name);

    private static List<ProviderPreset> Read(string userFile)
    {
        var presets = new List<ProviderPreset>();
        Add(presets, YamlText.ParseResource(typeof(ProviderPresets), "presets.yaml"), isOfUser: false);
        if (!File.Exists(userFile)) return presets;
        try
        {
            Add(presets, YamlText.Parse(TextFile.Read(userFile)), isOfUser: true);
        }
        catch (LlmException ex)
        {
            throw new LlmException($"{userFile}: {ex.Message}", ex);
        }

        return presets;
    }

    private static void Add(List<ProviderPreset> presets, JsonNode? table, bool isOfUser)
    {
        if (table is null) return;
        if (table is not JsonObject entries)
            throw new LlmException("it must be a mapping from the names of providers to their properties.");
        foreach (var (name, value) in entries)
        {
            if (value is not JsonObject entry || (entry["base"] is null && entry["base_env"] is null))
                throw new LlmException($"the provider {name} has no 'base', the address before /chat/completions.");
            if (name.Contains('/')) throw new LlmException($"the name {name} must not contain a slash.");
            presets.RemoveAll(preset => preset.Name == name);
            presets.Add(new ProviderPreset(name, entry, isOfUser));
        }
    }
}
