using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Llm;

/// <summary>Creates a host from the services of a program.</summary>
internal static class HostFactory
{
    /// <exception cref="LlmException">A setting is not valid.</exception>
    public static LlmHost Create(IServiceProvider services)
    {
        var options = ReadOptions(services);
        var clients = services.GetRequiredService<IHttpClientFactory>();
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(ModelLogger.Category);
        return LlmHost.Create(new LlmHostOptions
        {
            Directory = options.UserPath is { } path ? new UserDirectory(Path.GetFullPath(path)) : null,
            LoadPlugins = options.LoadPlugins,
            DefaultModel = options.DefaultModel,
            Telemetry = options.Telemetry,
            CaptureContent = options.CaptureContent,
            Clock = services.GetService<TimeProvider>() ?? TimeProvider.System,
            Plugins = [.. services.GetServices<IPlugin>()],
            Observers = [new ModelLogger(logger), .. services.GetServices<IModelObserver>()],
            ClientForRequest = () => clients.CreateClient(LlmServices.HttpClientName),
        });
    }

    private static LlmOptions ReadOptions(IServiceProvider services)
    {
        LlmOptions options;
        try
        {
            options = services.GetRequiredService<IOptions<LlmOptions>>().Value;
        }
        catch (Exception ex) when (ex is InvalidOperationException or OptionsValidationException)
        {
            throw new LlmException($"The llm settings are not valid. Correct them: {ex.Message}", ex);
        }

        ThrowIfEmpty(nameof(LlmOptions.UserPath), options.UserPath, "the path of a directory");
        ThrowIfEmpty(nameof(LlmOptions.DefaultModel), options.DefaultModel, "the id or alias of a model");
        return options;
    }

    private static void ThrowIfEmpty(string name, string? value, string expected)
    {
        if (value is not null && string.IsNullOrWhiteSpace(value))
            throw new LlmException($"The setting {name} is empty: give {expected}, or leave it out.");
    }
}
