using Llm.Providers.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Llm;

/// <summary>Adds an <see cref="LlmHost"/> and its parts to the services of a program.</summary>
public static class LlmServices
{
    /// <summary>
    /// The name of the HTTP client for all requests; configure it by <c>services.AddHttpClient(LlmServices.HttpClientName)</c>.
    /// </summary>
    public const string HttpClientName = "Llm";

    /// <summary>The time after which a connection is replaced, so that a change of a provider's DNS entry is noticed.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Adds an <see cref="LlmHost"/> as a singleton; models and embedding models by id or alias as keyed services, such as
    /// <c>[FromKeyedServices("gpt-4o-mini")] Model</c>; the default models without a key; each of them as <see cref="IChatClient"/> or
    /// <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> too; and <see cref="ModelCatalog"/>, <see cref="KeyStore"/>,
    /// <see cref="AliasStore"/>, <see cref="DefaultModels"/> and <see cref="TemplateStore"/>.
    /// </summary>
    /// <remarks>
    /// The host gets its HTTP client from <see cref="IHttpClientFactory"/>, logs in the category <see cref="ModelLogger.Category"/>, uses
    /// the registered <see cref="TimeProvider"/>, <see cref="IPlugin"/> and <see cref="IModelObserver"/> services, and is disposed with the
    /// container. Resolving a model that does not exist throws <see cref="UnknownModelException"/>; resolving any of these services throws
    /// <see cref="LlmException"/> if a setting is not valid. A service that the program registered before is kept.
    /// </remarks>
    public static IServiceCollection AddLlm(this IServiceCollection services, Action<LlmOptions>? configure = null)
    {
        if (configure is not null) services.Configure(configure);
        // One handler that is never replaced but renews its connections: a replaced one could be disposed while an answer streams.
        services.AddHttpClient(HttpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider =>
            {
                var settings = provider.GetRequiredService<LlmHost>().Settings;
                var handler = ProviderHttp.CreateHandler(new ProviderHttpOptions
                {
                    Spans = true,
                    ConnectTimeout = settings.Get(Setting.ConnectTimeout),
                    CertificateFile = settings.Get(Setting.CertificateFile),
                });
                handler.PooledConnectionLifetime = ConnectionLifetime;
                return handler;
            });
        services.TryAddSingleton(HostFactory.Create);
        // Transient, because the host creates a new catalog when the program sets an alias.
        services.TryAddTransient(provider => provider.GetRequiredService<LlmHost>().Models);
        services.TryAddSingleton(provider => provider.GetRequiredService<LlmHost>().Keys);
        services.TryAddSingleton(provider => provider.GetRequiredService<LlmHost>().Aliases);
        services.TryAddSingleton(provider => provider.GetRequiredService<LlmHost>().Defaults);
        services.TryAddSingleton(provider => provider.GetRequiredService<LlmHost>().Templates);
        services.TryAddTransient(provider => provider.GetRequiredService<LlmHost>().GetModel());
        services.TryAddTransient(provider => provider.GetRequiredService<LlmHost>().GetEmbeddingModel());
        services.TryAddKeyedTransient(
            KeyedService.AnyKey, (provider, key) => provider.GetRequiredService<LlmHost>().GetModel(ModelName(key)));
        services.TryAddKeyedTransient(
            KeyedService.AnyKey, (provider, key) => provider.GetRequiredService<LlmHost>().GetEmbeddingModel(ModelName(key)));
        services.TryAddTransient(provider => provider.GetRequiredService<Model>().AsChatClient());
        services.TryAddTransient(provider => provider.GetRequiredService<EmbeddingModel>().AsEmbeddingGenerator());
        services.TryAddKeyedTransient(
            KeyedService.AnyKey, (provider, key) => provider.GetRequiredKeyedService<Model>(key).AsChatClient());
        services.TryAddKeyedTransient(
            KeyedService.AnyKey, (provider, key) => provider.GetRequiredKeyedService<EmbeddingModel>(key).AsEmbeddingGenerator());
        return services;
    }

    /// <summary>
    /// Adds the same services with options from a configuration section, such as <c>configuration.GetSection("Llm")</c>.
    /// </summary>
    /// <inheritdoc cref="AddLlm(IServiceCollection, Action{LlmOptions}?)" path="/remarks"/>
    public static IServiceCollection AddLlm(this IServiceCollection services, IConfiguration configuration) =>
        services.AddLlm(options => configuration.Bind(options));

    private static string ModelName(object? key) =>
        key as string
            ?? throw new LlmException($"The key of a model must be its id or alias as text, not {key?.GetType().Name ?? "null"}.");
}
