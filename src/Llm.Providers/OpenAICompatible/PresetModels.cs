using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;
using Llm.Providers.OpenAI;

namespace Llm.Providers.OpenAICompatible;

/// <summary>The models of compatible servers: found as <c>name/model</c>, and listed where the server's list has been fetched.</summary>
/// <remarks>
/// The list of a server is kept in <c>NAME_models.json</c> in the user directory, in the form in which the server sends it, as the plugins
/// of the Python tool keep theirs. Thread-safe.
/// </remarks>
public sealed class PresetModels(UserDirectory directory, ProviderPresets presets, Func<HttpClient> http) : IModelSource
{
    private const string Ending = "_models.json";

    /// <summary>The presets.</summary>
    internal ProviderPresets Presets => presets;

    /// <summary>Returns the client for requests.</summary>
    internal Func<HttpClient> Http => http;

    /// <inheritdoc/>
    public IReadOnlyList<RegisteredModel> List()
    {
        // Start-up: the table is read only where a list has been fetched.
        if (!Directory.Exists(directory.Path)) return [];
        List<RegisteredModel> models = [];
        foreach (var file in Directory.GetFiles(directory.Path, "*" + Ending).Order(StringComparer.Ordinal))
        {
            if (presets.Find(Path.GetFileName(file)[..^Ending.Length]) is not { Base: not null, HasChat: true } preset) continue;
            models.AddRange(ListOf(preset).Where(model => !IsEmbedding(model.Model.Id)));
        }

        return models;
    }

    /// <summary>The models of one server that are known, by their names there.</summary>
    public IReadOnlyList<RegisteredModel> ListOf(ProviderPreset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        var aliases = preset.Aliases.ToList();
        var models = new List<RegisteredModel>();
        foreach (var name in Known(preset))
        {
            var names = aliases.Where(alias => alias.Value == name).Select(alias => alias.Key).ToList();
            models.Add(new RegisteredModel(new PresetModel(preset, name, http), names));
        }

        return models;
    }

    /// <inheritdoc/>
    public Model? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var slash = name.IndexOf('/');
        if (slash > 0)
        {
            return slash + 1 < name.Length && presets.Find(name[..slash]) is { HasChat: true } found
                ? new PresetModel(found, name[(slash + 1)..], http)
                : null;
        }

        foreach (var preset in presets.All)
        {
            foreach (var (alias, model) in preset.Aliases)
                if (alias == name)
                    return new PresetModel(preset, model, http);
        }

        return null;
    }

    /// <summary>When the list of the server was fetched; null if it was not.</summary>
    public DateTimeOffset? Fetched(ProviderPreset preset)
    {
        var file = new FileInfo(FileOf(preset));
        return file.Exists ? file.LastWriteTimeUtc : null;
    }

    /// <summary>Asks the server for its models and keeps the answer.</summary>
    /// <param name="preset">The server.</param>
    /// <param name="services">The keys, limits and clock of the host.</param>
    /// <param name="key">A key, or the name of a stored one, in place of the usual one; null for that.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="LlmException">There is no key, the server cannot be reached or refuses, or has no list of models.</exception>
    public async Task RefreshAsync(ProviderPreset preset, ModelServices services, string? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(preset);
        ArgumentNullException.ThrowIfNull(services);
        if (preset.IsAzure) throw new LlmException($"{preset.Title} has no list of deployments to ask for. Name one: {preset.Name}/NAME");
        var resolved = preset.Key is null ? null : ApiKeys.Resolve(services.Keys, key, preset.Key, ApiKeys.VariableOf(preset.KeyVariables));
        var request = preset.Settings("models").Request("models", body: null, resolved, stream: false);
        var answer = await new ProviderClient(http, services).AskAsync(request, resolved, cancellationToken);
        var list = OpenAIServer.ListIn(answer);
        if (list.ValueKind != JsonValueKind.Array) throw ProviderErrors.NoAnswer(answer);
        AtomicFile.WriteAllText(FileOf(preset), $"{{\"data\": {list.GetRawText()}}}");
    }

    /// <summary>Whether a model in the list of a server makes embeddings, by the rule of llm-mistral.</summary>
    internal static bool IsEmbedding(string name) => name.Contains("embed", StringComparison.OrdinalIgnoreCase);

    /// <summary>The names in the server's list of models; none if it was not fetched.</summary>
    internal IEnumerable<string> Known(ProviderPreset preset)
    {
        var file = FileOf(preset);
        if (!File.Exists(file) || JsonText.ParseOrNull(TextFile.Read(file)) is not { } known) return [];
        return known["data"] is JsonArray list
            ? [.. list.Select(item => (item as JsonObject)?.Text("id")).OfType<string>()]
            : [];
    }

    private string FileOf(ProviderPreset preset) => Path.Combine(directory.Path, preset.Name + Ending);
}
