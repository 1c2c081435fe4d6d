namespace Llm.Providers.Dify;

/// <summary>Lets models of packages be named, by <see cref="PackageModels"/>.</summary>
/// <param name="source">The models.</param>
public sealed class DifyPlugin(PackageModels source) : IPlugin
{
    /// <inheritdoc/>
    public string Name => "llm-dify";

    /// <inheritdoc/>
    public void RegisterModels(ModelRegistry models)
    {
        ArgumentNullException.ThrowIfNull(models);
        models.Add(source);
    }
}
