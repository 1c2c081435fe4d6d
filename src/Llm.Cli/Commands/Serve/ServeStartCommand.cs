using System.Globalization;
using System.Net;
using Llm.Cli.Options;
using Llm.Cli.Twin;
using Llm.Commands;
using Llm.Serving;

namespace Llm.Cli.Commands.Serve;

internal sealed class ServeStartCommand(CliContext context) : Command
{
    public const string Name = "start";

    private const int LargestPort = 65535;

    private readonly ValueOption<string> host = new("--host")
    {
        Help = "Address to listen on (default 127.0.0.1); '*' for all. Clients elsewhere need a token",
        Metavar = "ADDRESS",
    };
    private readonly ValueOption<int?> port = new("-p", "--port")
    {
        Help = string.Create(CultureInfo.InvariantCulture, $"Port to listen on (default {ServeSettings.UsualPort}); 0 for a free one"),
    };
    private readonly ValueOption<string> unixSocket = new("--unix-socket")
    {
        Help = "Listen on this Unix socket instead",
        Parser = ValueParsers.Path(mustExist: false, allowDirectory: false),
    };
    private readonly ValueOption<string> model = new("-m", "--model") { Help = "Model for requests that name none" };
    private readonly RepeatedOption<string> tools = new("-T", "--tool") { Help = "Name of a tool that every prompt gets and llm runs" };
    private readonly ValueOption<int?> chainLimit = new("--cl", "--chain-limit")
    {
        Help = "How many rounds of those tools a prompt may take (default 5); 0 for any",
    };
    private readonly Flag noLog = new("-n", "--no-log") { Help = "Don't log answers" };
    private readonly DatabaseOption database = new();
    private readonly RepeatedOption<string> origins = new("--cors")
    {
        Help = "Origin of web pages that may use the server, as https://example.com",
        Metavar = "ORIGIN",
    };
    private readonly RepeatedOption<string> names = new("--allow-host")
    {
        Help = "Name under which clients reach the server",
        Metavar = "NAME",
    };
    private readonly Flag requireToken = new("--require-token") { Help = "Programs on this machine need a token too" };
    private readonly ValueOption<int?> maxBody = new("--max-body") { Help = "Largest request in MiB (default 64)" };
    private readonly ValueOption<int?> answers = new("--answers") { Help = "Answers that one client gets at a time (default 16)" };
    private readonly ValueOption<int?> waiting = new("--waiting") { Help = "Further requests of one client that wait (default 64)" };
    private readonly Flag open = new("--open") { Help = "Open the page in the browser" };

    public override string? Example => "llm serve -m gpt-4o-mini";

    public override string Help => """
        Serve all models to other programs

        It speaks the interfaces of OpenAI (/v1/chat/completions, /v1/responses, /v1/completions, /v1/embeddings, /v1/models), of
        Anthropic (/v1/messages) and of Ollama (/api/chat, /api/generate, /api/tags, /api/embed). Answers are logged as those of prompts
        are.

        The same address in a browser is a page for chatting and for reading the log; --open opens it.

        \b
            llm serve
            OPENAI_BASE_URL=http://127.0.0.1:8556/v1 OPENAI_API_KEY=none some-program
        """;

    public override IReadOnlyList<Parameter> Parameters =>
    [
        host, port, unixSocket, model, tools, chainLimit, noLog, database.Option, origins, names, requireToken, maxBody, answers, waiting,
        open,
    ];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var settings = Read(invocation);
        Check(settings);
        return Task.FromResult(ServeProgram.TakeOver(settings));
    }

    private ServeSettings Read(Invocation invocation) => new()
    {
        Host = invocation.Get(host) is { Length: > 0 } address ? address : "127.0.0.1",
        Port = invocation.Get(port) ?? ServeSettings.UsualPort,
        UnixSocket = invocation.Get(unixSocket) is { Length: > 0 } socket ? Path.GetFullPath(socket) : null,
        Model = invocation.Get(model) is { Length: > 0 } name ? name : null,
        Database = database.PathFor(invocation, context.Host.Directory),
        Logs = !invocation.Get(noLog) && context.Host.Directory.LogsOn,
        Tools = invocation.Get(tools),
        ChainLimit = invocation.Get(chainLimit) ?? new ChainOptions().Limit,
        Origins = [.. invocation.Get(origins).Select(origin => origin.TrimEnd('/'))],
        HostNames = invocation.Get(names),
        RequiresToken = invocation.Get(requireToken),
        BodyMegabytes = invocation.Get(maxBody) ?? ServeSettings.UsualBodyMegabytes,
        Answers = invocation.Get(answers) ?? ServeSettings.UsualAnswers,
        Waiting = invocation.Get(waiting) ?? ServeSettings.UsualWaiting,
        OpensBrowser = invocation.Get(open),
    };

    private void Check(ServeSettings settings)
    {
        if (settings.Port is < 0 or > LargestPort) throw new UsageException($"--port must be between 0 and {LargestPort}.");
        if (settings.BodyMegabytes < 1) throw new UsageException("--max-body must be at least 1.");
        if (settings.Answers < 1) throw new UsageException("--answers must be at least 1.");
        if (settings.Waiting < 0) throw new UsageException("--waiting must be at least 0.");
        if (settings is { OpensBrowser: true, UnixSocket: not null })
            throw new UsageException("--open needs an address that a browser can open. Leave out --unix-socket.");
        if (settings.ChainLimit < 0) throw new UsageException("--chain-limit must be at least 0.");
        if (settings.Host is not ("localhost" or "*") && !IPAddress.TryParse(settings.Host, out _))
            throw new UsageException($"--host {settings.Host} is no IP address. Name one, or 'localhost', or '*' for all addresses.");
        foreach (var origin in settings.Origins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != origin)
                throw new UsageException($"--cors {origin} is no origin: give scheme, name and port, as https://example.com.");
        }

        if (settings.Model is { } name) _ = context.FindModel(name);
        if (!IsOpenToOthers(settings) || new AccessTokens(context.Host.Directory, context.Host.Services.Clock).Any) return;
        throw new LlmException(
            $"Clients of {settings.Host} need a token, and there is none yet. Make one first, with: llm serve token create NAME");
    }

    private static bool IsOpenToOthers(ServeSettings settings) => settings.UnixSocket is null && (settings.RequiresToken
        || settings.Host == "*" || (IPAddress.TryParse(settings.Host, out var address) && !IPAddress.IsLoopback(address)));
}
