namespace Llm.Providers.Anthropic;

/// <summary>Registers Anthropic's models.</summary>
/// <param name="http">Returns the client for requests.</param>
/// <param name="isOlder">
/// Returns whether the interface is asked in <see cref="AnthropicModelSettings.OlderVersion"/>; called for each request.
/// </param>
public sealed class AnthropicPlugin(Func<HttpClient> http, Func<bool> isOlder) : IPlugin
{
    /// <summary>The name of the plugin of the Python tool whose models these are.</summary>
    public string Name => "llm-anthropic";

    /// <inheritdoc/>
    public void RegisterModels(ModelRegistry models) => AnthropicModels.Register(models, http, isOlder);
}
