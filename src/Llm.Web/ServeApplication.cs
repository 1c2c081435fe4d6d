using System.Net;
using System.Text.Json.Nodes;
using Llm.Serving;
using Llm.Storage.Logs;
using Llm.Web.Access;
using Llm.Web.Answers;
using Llm.Web.Anthropic;
using Llm.Web.Ollama;
using Llm.Web.OpenAI;
using Llm.Web.Page;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Llm.Web;

/// <summary>Puts the server together.</summary>
internal static class ServeApplication
{
    private const int BytesPerMegabyte = 1 << 20;

    /// <summary>How long answers that are under way have to be logged when the server stops.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);

    /// <summary>How long a client has for the headers of a request.</summary>
    private static readonly TimeSpan HeaderTime = TimeSpan.FromSeconds(15);

    /// <summary>Creates the application; it listens once it is started.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="host">The models, tools and templates.</param>
    /// <param name="log">The log.</param>
    public static WebApplication Create(ServeSettings settings, LlmHost host, LogStore log)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "llm-serve" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, settings));
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopTime);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(settings).AddSingleton(host).AddSingleton(log)
            .AddSingleton(new AccessTokens(host.Directory, host.Services.Clock))
            .AddSingleton<AnswerLimit>().AddSingleton<AnswerService>().AddSingleton<ServedModels>().AddSingleton<EmbeddingService>()
            .AddSingleton<PageAnswers>().AddSingleton<Approvals>().AddSingleton<UnloggedConversations>();
        var application = builder.Build();
        application.UseExceptionHandler(
            new ExceptionHandlerOptions { ExceptionHandler = WriteErrorAsync, SuppressDiagnosticsCallback = IsExpected });
        application.UseMiddleware<AccessCheck>();
        application.UseRouting();
        application.MapGet("/health", context =>
            JsonOutput.WriteAsync(context.Response, new JsonObject { ["status"] = "ok" }, context.RequestAborted));
        OpenAIEndpoints.Map(application);
        AnthropicEndpoints.Map(application);
        OllamaEndpoints.Map(application);
        PageEndpoints.Map(application);
        application.MapFallback(context => throw ServedException.NotFound(
            $"There is nothing at {context.Request.Method} {context.Request.Path}."));
        return application;
    }

    private static void Configure(KestrelServerOptions kestrel, ServeSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = (long)settings.BodyMegabytes * BytesPerMegabyte;
        kestrel.Limits.RequestHeadersTimeout = HeaderTime;
        if (settings.UnixSocket is { } socket) kestrel.ListenUnixSocket(socket);
        else if (settings.Host == "*") kestrel.ListenAnyIP(settings.Port);
        else if (settings.Host != "localhost") kestrel.Listen(IPAddress.Parse(settings.Host), settings.Port);
        // Any free port cannot be the same for both addresses of the name.
        else if (settings.Port == 0) kestrel.Listen(IPAddress.Loopback, settings.Port);
        else kestrel.ListenLocalhost(settings.Port);
    }

    private static Task WriteErrorAsync(HttpContext context) =>
        ErrorWriter.WriteAsync(context, ServedError.From(context.Features.Get<IExceptionHandlerFeature>()!.Error));

    /// <summary>Whether an exception is no bug, so that it need not be logged.</summary>
    private static bool IsExpected(ExceptionHandlerSuppressDiagnosticsContext context) =>
        context.Exception is LlmException or Microsoft.AspNetCore.Http.BadHttpRequestException or OperationCanceledException;
}
