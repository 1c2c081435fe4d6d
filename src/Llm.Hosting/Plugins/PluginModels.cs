namespace Llm.Plugins;

/// <summary>The models that an installed plugin itself registers; the plugin is loaded when one of them is asked for.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="others">The models that it can build on: those that are registered now.</param>
/// <remarks>Thread-safe: the plugin registers once.</remarks>
internal sealed class PluginModels(InstalledPlugin plugin, ModelRegistry others)
{
    private readonly int count = others.Registered.Count;
    private ModelRegistry? registered;
    private object? registering;

    /// <summary>The model of this id.</summary>
    /// <exception cref="LlmException">The plugin cannot be loaded, or has no such model any more.</exception>
    public Model Get(string id) =>
        LazyInitializer.EnsureInitialized(ref registered, ref registering, Register).Registered
            .LastOrDefault(model => model.Model.Id == id)?.Model
        ?? throw plugin.Missing($"model {id}");

    private ModelRegistry Register()
    {
        var registry = new ModelRegistry(others, count);
        plugin.Loaded.RegisterModels(registry);
        return registry;
    }
}
