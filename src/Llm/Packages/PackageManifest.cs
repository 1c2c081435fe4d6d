using System.Text.Json.Nodes;

namespace Llm.Packages;

/// <summary>What <c>manifest.yaml</c> says about a package. Immutable.</summary>
public sealed class PackageManifest
{
    private static readonly string[] PluginKinds = ["agent_strategies", "datasources", "endpoints", "models", "tools", "triggers"];
    private static readonly string[] Permissions = ["app", "endpoint", "model", "node", "storage", "tool"];

    private static readonly string[] ModelPermissions =
        ["enabled", "llm", "moderation", "rerank", "speech2text", "text_embedding", "tts"];

    private readonly Dictionary<string, IReadOnlyList<string>> plugins = [];
    private readonly JsonObject permissions;

    internal PackageManifest(PackageValue value)
    {
        Version = value["version"].RequiredText("\"0.0.1\"");
        Name = value["name"].RequiredText("my_provider");
        if (value["type"].RequiredText("plugin") is { Length: > 0 } type && type != "plugin") value["type"].Expect("plugin");
        Author = value["author"].Text();
        Label = value["label"].RequiredLocalized();
        Description = value["description"].Localized();
        Icon = value["icon"].Text();
        IconDark = value["icon_dark"].Text();
        CreatedAt = value["created_at"].Text() is { } created ? Microseconds(created) : null;
        Repository = value["repo"].Text();
        var meta = value["meta"];
        FormatVersion = meta["version"].Text();
        Architectures = meta["arch"].Texts();
        MinimumDifyVersion = meta["minimum_dify_version"].Text();
        Language = meta["runner"]["language"].Text();
        LanguageVersion = meta["runner"]["version"].Text();
        EntryPoint = meta["runner"]["entrypoint"].Text();
        Memory = value["resource"]["memory"].Integer();
        foreach (var kind in PluginKinds) plugins[kind] = value["plugins"][kind].Texts();
        permissions = ReadPermissions(value["resource"]["permission"]);
    }

    /// <summary>The name of the package, such as <c>groq</c>. That of its provider can be another.</summary>
    public string Name { get; }

    /// <summary>The version of the package.</summary>
    public string Version { get; }

    /// <summary>Who made it; null if the manifest does not say.</summary>
    public string? Author { get; }

    /// <summary>The name for people.</summary>
    public LocalizedText Label { get; }

    /// <summary>What it is for.</summary>
    public LocalizedText? Description { get; }

    /// <summary>The icon: a file in <c>_assets</c>.</summary>
    public string? Icon { get; }

    /// <summary>The icon for dark surroundings.</summary>
    public string? IconDark { get; }

    /// <summary>When it was made, in ISO 8601 with at most six decimals of a second, as Dify shows it.</summary>
    public string? CreatedAt { get; }

    /// <summary>The address of the sources.</summary>
    public string? Repository { get; }

    /// <summary>The version of the format of the manifest.</summary>
    public string? FormatVersion { get; }

    /// <summary>The processors for which it was made: <c>amd64</c>, <c>arm64</c>.</summary>
    public IReadOnlyList<string> Architectures { get; }

    /// <summary>The oldest Dify with which it works.</summary>
    public string? MinimumDifyVersion { get; }

    /// <summary>The language of its code: <c>python</c>.</summary>
    public string? Language { get; }

    /// <summary>The version of the language.</summary>
    public string? LanguageVersion { get; }

    /// <summary>The module with which its code starts.</summary>
    public string? EntryPoint { get; }

    /// <summary>The memory that it asks for, in bytes.</summary>
    public long? Memory { get; }

    /// <summary>The files that describe providers of models.</summary>
    public IReadOnlyList<string> Providers => plugins["models"];

    internal JsonObject ToJson()
    {
        var kinds = new JsonObject();
        foreach (var kind in PluginKinds) kinds[kind] = Texts(plugins[kind]);
        return new JsonObject
        {
            ["author"] = Author,
            ["created_at"] = CreatedAt,
            ["description"] = Description?.ToJson(),
            ["icon"] = Icon,
            ["icon_dark"] = IconDark,
            ["label"] = Label.ToJson(),
            ["meta"] = new JsonObject
            {
                ["arch"] = Texts(Architectures),
                ["minimum_dify_version"] = MinimumDifyVersion,
                ["runner"] = new JsonObject
                {
                    ["entrypoint"] = EntryPoint,
                    ["language"] = Language,
                    ["version"] = LanguageVersion,
                },
                ["version"] = FormatVersion,
            },
            ["name"] = Name,
            ["plugins"] = kinds,
            ["repo"] = Repository,
            ["resource"] = new JsonObject { ["memory"] = Memory, ["permission"] = permissions.DeepClone() },
            ["type"] = "plugin",
            ["version"] = Version,
        };
    }

    internal static JsonArray Texts(IReadOnlyList<string> texts)
    {
        var list = new JsonArray();
        foreach (var text in texts) list.Add((JsonNode)text);
        return list;
    }

    /// <summary>
    /// The permissions as Dify shows them: a kind that is not named is null, a type of models that is not named is false.
    /// </summary>
    private static JsonObject ReadPermissions(PackageValue value)
    {
        var read = new JsonObject();
        foreach (var kind in Permissions)
        {
            var given = value[kind];
            if (kind != "model" || given.IsNull)
            {
                read[kind] = given.Node?.DeepClone();
                continue;
            }

            var model = new JsonObject();
            foreach (var permission in ModelPermissions) model[permission] = given[permission].Flag(false);
            read[kind] = model;
        }

        return read;
    }

    /// <summary>
    /// Puts the T between the date and the time, and gives the seconds six decimals, or none if there would be only zeros.
    /// </summary>
    private static string Microseconds(string time)
    {
        if (time.EndsWith("+00:00", StringComparison.Ordinal) || time.EndsWith("-00:00", StringComparison.Ordinal)) time = time[..^6] + "Z";
        if (time.Length > 10 && time[10] == ' ') time = string.Concat(time.AsSpan(0, 10), "T", time.AsSpan(11));
        var point = time.IndexOf('.', StringComparison.Ordinal);
        if (point < 0) return time;
        var end = point + 1;
        while (end < time.Length && char.IsAsciiDigit(time[end])) end++;
        var decimals = time[(point + 1)..end].PadRight(6, '0')[..6];
        return time[..point] + (decimals == "000000" ? "" : "." + decimals) + time[end..];
    }
}
