using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Llm;

/// <summary>Makes a host of the services of a program.</summary>
internal static class HostFactory
{
    /// <exception cref="LlmException">A setting is wrong.</exception>
    public static LlmHost Create(IServiceProvider services)
    {
        var options = Settings(services);
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

    private static LlmOptions Settings(IServiceProvider services)
    {
        LlmOptions options;
        try
        {
            options = services.GetRequiredService<IOptions<LlmOptions>>().Value;
        }
        catch (Exception ex) when (ex is InvalidOperationException or OptionsValidationException)
        {
            throw new LlmException($"The settings of llm cannot be read, correct them: {ex.Message}", ex);
        }

        Refuse(nameof(LlmOptions.UserPath), options.UserPath, "the path of a directory");
        Refuse(nameof(LlmOptions.DefaultModel), options.DefaultModel, "the id or alias of a model");
        return options;
    }

    private static void Refuse(string name, string? value, string wanted)
    {
        if (value is not null && string.IsNullOrWhiteSpace(value))
            throw new LlmException($"The setting {name} is empty: give {wanted}, or leave it out.");
    }
}
