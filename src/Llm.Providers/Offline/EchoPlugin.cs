namespace Llm.Providers.Offline;

/// <summary>The model <c>echo</c>, for tests and for authors of plugins.</summary>
public sealed class EchoPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Name => "llm-echo";

    /// <inheritdoc/>
    public void RegisterModels(ModelRegistry models) => models.Add(new EchoModel());
}
