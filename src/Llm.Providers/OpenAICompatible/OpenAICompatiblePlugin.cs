namespace Llm.Providers.OpenAICompatible;

/// <summary>Lets models of compatible servers be named, by <see cref="PresetModels"/>.</summary>
/// <param name="source">The models.</param>
public sealed class OpenAICompatiblePlugin(PresetModels source) : IPlugin
{
    /// <inheritdoc/>
    public string Name => "llm-openai-compatible";

    /// <inheritdoc/>
    public void RegisterModels(ModelRegistry models)
    {
        ArgumentNullException.ThrowIfNull(models);
        models.Add(source);
    }
}
