using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.OpenAI;

namespace Llm.Providers.OpenAICompatible;

/// <summary>
/// A server with OpenAI's Chat Completions interface, as an entry of <c>presets.yaml</c> or of the user's file describes it.
/// </summary>
public sealed class ProviderPreset
{
    private readonly JsonObject entry;
    private readonly JsonObject quirks;
    private IReadOnlyList<PresetOption>? options;

    /// <summary>Reads an entry.</summary>
    /// <param name="name">The name, with which the ids of models begin.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="isOfUser">Whether the user wrote it.</param>
    internal ProviderPreset(string name, JsonObject entry, bool isOfUser)
    {
        (Name, this.entry, IsOfUser) = (name, entry, isOfUser);
        quirks = entry["quirks"] as JsonObject ?? [];
        KeyVariables = entry["env"] is JsonArray variables ? [.. variables.Select(variable => (string)variable!)] : [];
    }

    /// <summary>The name, with which the ids of its models begin: <c>groq</c> in <c>groq/openai/gpt-oss-20b</c>.</summary>
    public string Name { get; }

    /// <summary>The name for people.</summary>
    public string Title => entry.Text("title") ?? Name;

    /// <summary>Whether the user's file has the entry.</summary>
    public bool IsOfUser { get; }

    /// <summary>The name of the stored key; null if the server needs none.</summary>
    public string? Key => entry.Text("key");

    /// <summary>The variables that may hold the key, in the order in which they are looked at.</summary>
    public IReadOnlyList<string> KeyVariables { get; }

    /// <summary>The variable that holds an address in place of the usual one; null if there is none.</summary>
    public string? BaseVariable => entry.Text("base_env");

    /// <summary>Where the entry was taken from; null in the user's file.</summary>
    public string? Source => entry.Text("source");

    /// <summary>The day on which it was taken from there.</summary>
    public string? Date => entry.Text("date");

    /// <summary>Whether the server is Azure's, whose models are deployments.</summary>
    public bool IsAzure => quirks.Flag("azure");

    /// <summary>The address before <c>/chat/completions</c>; null if only the variable can say it and is not set.</summary>
    public string? Base =>
        BaseVariable is { } variable && Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given
            ? given.TrimEnd('/') + entry.Text("base_path")
            : entry.Text("base");

    /// <summary>The short names: from alias to the server's name of the model.</summary>
    public IEnumerable<KeyValuePair<string, string>> Aliases =>
        (entry["aliases"] as JsonObject ?? []).Select(alias => KeyValuePair.Create(alias.Key, (string)alias.Value!));

    /// <summary>The options that its models have besides those of OpenAI's.</summary>
    /// <exception cref="LlmException">One is not described as it must be.</exception>
    internal IReadOnlyList<PresetOption> Options => options ??= ReadOptions();

    /// <summary>Whether the server has Chat Completions at all.</summary>
    internal bool HasChat => Takes("chat");

    /// <summary>What is known of an interface besides Chat Completions; null if the server has none.</summary>
    /// <param name="kind">One of the constants of <see cref="PresetInterface"/>.</param>
    internal PresetInterface? Interface(string kind) => entry[kind] switch
    {
        JsonObject described => new PresetInterface(described),
        // Nobody but the user knows.
        null when IsOfUser => new PresetInterface([]),
        _ => null,
    };

    /// <summary>The settings of a model of an interface besides Chat Completions.</summary>
    /// <param name="model">The name by which the server knows the model.</param>
    /// <param name="id">The id by which users choose the model.</param>
    /// <param name="face">The interface.</param>
    /// <exception cref="LlmException">The address is not known.</exception>
    internal OpenAIModelSettings Settings(string model, string id, PresetInterface face)
    {
        var settings = Settings(model);
        return settings with
        {
            Id = id,
            ApiBase = face.Base ?? settings.ApiBase,
            KeyVariables = KeyVariables,
            IsListedWithoutKey = false,
            Label = $"{Title}: {id}",
        };
    }

    /// <summary>The settings of one of its models.</summary>
    /// <param name="model">The name by which the server knows the model.</param>
    /// <exception cref="LlmException">The address is not known.</exception>
    internal OpenAIModelSettings Settings(string model) => new()
    {
        Id = $"{Name}/{model}",
        Name = model,
        ApiBase = Base ?? throw new LlmException(
            $"The address of {Title} is not known. Set the variable {BaseVariable}, for example to https://NAME.openai.azure.com."),
        ApiType = IsAzure ? "azure" : null,
        ApiVersion = IsAzure ? Version : quirks.Text("api_version"),
        ApiEngine = IsAzure ? model : null,
        NeedsKey = Key,
        StreamUsage = quirks["usage"]?.GetValueKind() != JsonValueKind.False,
        Vision = Takes("vision"),
        Audio = Takes("audio"),
        SupportsSchema = Takes("schema"),
        SupportsTools = Takes("tools"),
    };

    private List<PresetOption> ReadOptions()
    {
        var read = new List<PresetOption>();
        foreach (var (name, value) in entry["options"] as JsonObject ?? [])
        {
            try
            {
                read.Add(new PresetOption(name, value as JsonObject ?? []));
            }
            catch (LlmException ex)
            {
                throw new LlmException($"{ProviderPresets.UserFile}: in the provider {Name}, {ex.Message}", ex);
            }
        }

        return read;
    }

    private string? Version => quirks.Text("api_version_env") is { } variable
        && Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? given : quirks.Text("api_version");

    private bool Takes(string what) => quirks[what]?.GetValueKind() != JsonValueKind.False;
}
