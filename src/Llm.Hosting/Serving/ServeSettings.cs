using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Serving;

/// <summary>The settings of a server, which the command checks and hands on to the program that serves.</summary>
/// <remarks>They contain no secret: they stand on a command line, which other users of a machine can read.</remarks>
public sealed record ServeSettings
{
    /// <summary>The usual port.</summary>
    public const int UsualPort = 8556;

    /// <summary>The usual limit of the body of a request, in MiB.</summary>
    public const int UsualBodyMegabytes = 64;

    /// <summary>How many answers one client usually gets at a time.</summary>
    public const int UsualAnswers = 16;

    /// <summary>How many requests of one client usually wait for an answer.</summary>
    public const int UsualWaiting = 64;

    /// <summary>The address to listen on: an IP address, <c>localhost</c>, or <c>*</c> for all.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; } = UsualPort;

    /// <summary>The path of a Unix socket to listen on instead; null for <see cref="Host"/> and <see cref="Port"/>.</summary>
    public string? UnixSocket { get; init; }

    /// <summary>The id or alias of the model for requests that name none; null for the user's default.</summary>
    public string? Model { get; init; }

    /// <summary>The path of the log database.</summary>
    public required string Database { get; init; }

    /// <summary>Whether answers are logged.</summary>
    public bool Logs { get; init; } = true;

    /// <summary>The tools that every prompt gets, as <see cref="ToolCatalog.SelectAsync"/> accepts them.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>The most answers of a prompt with those tools; 0 for any number.</summary>
    public int ChainLimit { get; init; } = new ChainOptions().Limit;

    /// <summary>The origins of web pages that may use the server from a browser.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Names under which the server may be asked for, besides its address and those of the machine itself.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Whether programs on this machine need a token too.</summary>
    public bool RequiresToken { get; init; }

    /// <summary>The largest body of a request, in MiB.</summary>
    public int BodyMegabytes { get; init; } = UsualBodyMegabytes;

    /// <summary>How many answers one client gets at a time.</summary>
    public int Answers { get; init; } = UsualAnswers;

    /// <summary>How many further requests of one client wait before others are refused.</summary>
    public int Waiting { get; init; } = UsualWaiting;

    /// <summary>Whether the page is opened in the user's browser once the server listens.</summary>
    public bool OpensBrowser { get; init; }

    /// <summary>Reads settings from the text that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="LlmException">The text is not one of settings.</exception>
    public static ServeSettings Parse(string text)
    {
        if (!JsonText.TryParse(text, out var node) || node is not JsonObject json || json.Text("database") is not { } database)
            throw new LlmException("The settings of the server are not valid. Start it with 'llm serve'.");
        return new ServeSettings
        {
            Host = json.Text("host") ?? "127.0.0.1",
            Port = json.Integer("port") ?? UsualPort,
            UnixSocket = json.Text("unix_socket"),
            Model = json.Text("model"),
            Database = database,
            Logs = json.Flag("logs"),
            Tools = Texts(json, "tools"),
            ChainLimit = json.Integer("chain_limit") ?? 0,
            Origins = Texts(json, "origins"),
            HostNames = Texts(json, "host_names"),
            RequiresToken = json.Flag("requires_token"),
            BodyMegabytes = json.Integer("body_megabytes") ?? UsualBodyMegabytes,
            Answers = json.Integer("answers") ?? UsualAnswers,
            Waiting = json.Integer("waiting") ?? UsualWaiting,
            OpensBrowser = json.Flag("opens_browser"),
        };
    }

    /// <summary>Writes the settings as one line of JSON.</summary>
    public string ToJson()
    {
        var json = new JsonObject { ["host"] = Host, ["port"] = Port, ["database"] = Database, ["logs"] = Logs };
        if (UnixSocket is not null) json["unix_socket"] = UnixSocket;
        if (Model is not null) json["model"] = Model;
        json["tools"] = Array(Tools);
        json["chain_limit"] = ChainLimit;
        json["origins"] = Array(Origins);
        json["host_names"] = Array(HostNames);
        json["requires_token"] = RequiresToken;
        json["body_megabytes"] = BodyMegabytes;
        json["answers"] = Answers;
        json["waiting"] = Waiting;
        if (OpensBrowser) json["opens_browser"] = true;
        return json.ToJsonString();
    }

    private static JsonArray Array(IReadOnlyList<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static string[] Texts(JsonObject json, string name) =>
        [.. (json[name] as JsonArray ?? []).Select(text => text?.ToString()).OfType<string>()];
}
