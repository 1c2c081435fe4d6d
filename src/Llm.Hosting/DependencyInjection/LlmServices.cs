using Llm.Providers.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Llm;

/// <summary>Puts a host and what it holds among the services of a program.</summary>
public static class LlmServices
{
    /// <summary>The name of the client for all requests: <c>services.AddHttpClient(LlmServices.HttpClientName)</c> changes it.</summary>
    public const string HttpClientName = "Llm";

    /// <summary>How long a connection is used, so that a provider's new address is noticed.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Adds one <see cref="LlmHost"/>; models by id or alias as keyed services (<c>[FromKeyedServices("gpt-4o-mini")] Model</c>, likewise
    /// <see cref="EmbeddingModel"/>); the default models without a key; and <see cref="ModelCatalog"/>, <see cref="KeyStore"/>,
    /// <see cref="AliasStore"/>, <see cref="DefaultModels"/> and <see cref="TemplateStore"/>.
    /// </summary>
    /// <remarks>
    /// The host takes its HTTP client from the factory, logs under <see cref="ModelLogger.Category"/>, uses the services
    /// <see cref="TimeProvider"/>, <see cref="IPlugin"/> and <see cref="IModelObserver"/> where there are any, and is disposed with the
    /// container. A model that does not exist is told by <see cref="UnknownModelException"/> when it is asked for, a wrong setting by
    /// <see cref="LlmException"/>.
    /// </remarks>
    public static IServiceCollection AddLlm(this IServiceCollection services, Action<LlmOptions>? configure = null)
    {
        if (configure is not null) services.Configure(configure);
        // One handler for good that renews its connections: a handler that is replaced could go while an answer streams.
        services.AddHttpClient(HttpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() =>
            {
                var handler = ProviderHttp.CreateHandler(spans: true);
                handler.PooledConnectionLifetime = ConnectionLifetime;
                return handler;
            });
        services.TryAddSingleton(HostFactory.Create);
        // Aliases that the program sets make a new catalog.
        services.TryAddTransient(provider => provider.GetRequiredService<LlmHost>().Models);
        services.TryAddSingleton(provider => provider.GetRequiredService<LlmHost>().Keys);
        services.TryAddSingleton(provider => provider.GetRequiredService<LlmHost>().Aliases);
        services.TryAddSingleton(provider => provider.GetRequiredService<LlmHost>().Defaults);
        services.TryAddSingleton(provider => provider.GetRequiredService<LlmHost>().Templates);
        services.TryAddTransient(provider => provider.GetRequiredService<LlmHost>().GetModel());
        services.TryAddTransient(provider => provider.GetRequiredService<LlmHost>().GetEmbeddingModel());
        services.TryAddKeyedTransient(KeyedService.AnyKey, (provider, key) => provider.GetRequiredService<LlmHost>().GetModel(Name(key)));
        services.TryAddKeyedTransient(
            KeyedService.AnyKey, (provider, key) => provider.GetRequiredService<LlmHost>().GetEmbeddingModel(Name(key)));
        return services;
    }

    /// <summary>
    /// Adds the same with the settings of a section of the configuration, such as <c>configuration.GetSection("Llm")</c>.
    /// </summary>
    /// <inheritdoc cref="AddLlm(IServiceCollection, Action{LlmOptions}?)" path="/remarks"/>
    public static IServiceCollection AddLlm(this IServiceCollection services, IConfiguration configuration) =>
        services.AddLlm(options => configuration.Bind(options));

    private static string Name(object? key) =>
        key as string
            ?? throw new LlmException($"The key of a model must be its id or alias as text, not {key?.GetType().Name ?? "null"}.");
}
