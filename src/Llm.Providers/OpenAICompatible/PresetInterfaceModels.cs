using Llm.Providers.OpenAI;

namespace Llm.Providers.OpenAICompatible;

/// <summary>The models that presets have for one interface besides Chat Completions.</summary>
/// <param name="source">The presets, and the lists that servers sent.</param>
/// <param name="kind">One of the constants of <see cref="PresetInterface"/>.</param>
/// <param name="what">What such models are called in messages, in the plural.</param>
internal sealed class PresetInterfaceModels(PresetModels source, string kind, string what)
{
    /// <summary>The models that are known: those of the table, and embedding models in the lists of servers.</summary>
    public IEnumerable<PresetInterfaceModel> Known()
    {
        foreach (var preset in source.Presets.All)
        {
            if (preset.Interface(kind) is not { } face || preset.Base is null) continue;
            var fetched = kind == PresetInterface.Embeddings ? source.Known(preset).Where(PresetModels.IsEmbedding) : [];
            foreach (var name in face.Models.Union(fetched)) yield return Create(preset, face, name);
        }
    }

    /// <summary>The model of this name, <c>PRESET/MODEL</c> or the id of the Python tool's plugin; null if it is neither.</summary>
    /// <exception cref="LlmException">The server has no such interface, or its address is not known.</exception>
    public PresetInterfaceModel? Find(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0)
        {
            if (slash + 1 == name.Length || source.Presets.Find(name[..slash]) is not { } preset) return null;
            var found = preset.Interface(kind) ?? throw new LlmException(
                $"{preset.Title} is not known to have {what}. If it has, describe it in {ProviderPresets.UserFile}, "
                + "or name another model.");
            return Create(preset, found, name[(slash + 1)..]);
        }

        foreach (var preset in source.Presets.All)
        {
            if (preset.Interface(kind) is not { } face) continue;
            foreach (var (id, model) in face.Ids)
                if (id == name)
                    return Create(preset, face, model);
        }

        return null;
    }

    private static PresetInterfaceModel Create(ProviderPreset preset, PresetInterface face, string name)
    {
        var full = $"{preset.Name}/{name}";
        foreach (var (id, model) in face.Ids)
            if (model == name)
                return new PresetInterfaceModel(preset.Settings(name, id, face), face, [full]);
        return new PresetInterfaceModel(preset.Settings(name, full, face), face, []);
    }
}

/// <summary>A model that a preset has for an interface besides Chat Completions.</summary>
/// <param name="Settings">Its names, address and key.</param>
/// <param name="Interface">The interface.</param>
/// <param name="Aliases">Its other names.</param>
internal sealed record PresetInterfaceModel(OpenAIModelSettings Settings, PresetInterface Interface, IReadOnlyList<string> Aliases);
