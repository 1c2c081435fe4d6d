using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Plugins;

/// <summary>A model in the list of plugins.</summary>
internal sealed record ListedModel(string Id, string Label, IReadOnlyList<string> Aliases);

/// <summary>A command in the list of plugins.</summary>
internal sealed record ListedCommand(string Name, string? Summary, bool IsHidden);

/// <summary>What the list of plugins has of one plugin, as <see cref="PluginDescription.Summarise"/> wrote it.</summary>
/// <remarks>
/// Start-up: the list is read at every start, so what every start needs is read without building a tree of nodes, and
/// <see cref="Json"/> is parsed where it is asked for.
/// </remarks>
internal sealed class PluginSummary
{
    private readonly ReadOnlyMemory<byte> text;
    private readonly ReadOnlyMemory<byte> commands;
    private readonly ReadOnlyMemory<byte> kinds;

    private PluginSummary(ReadOnlyMemory<byte> text, ReadOnlyMemory<byte> commands, ReadOnlyMemory<byte> kinds) =>
        (this.text, this.commands, this.kinds) = (text, commands, kinds);

    /// <summary>The name of the plugin.</summary>
    public required string Name { get; init; }

    /// <summary>The full name of its class, which is unique in its package.</summary>
    public required string Class { get; init; }

    /// <summary>The models.</summary>
    public required IReadOnlyList<ListedModel> Models { get; init; }

    /// <summary>The commands.</summary>
    public IReadOnlyList<ListedCommand> Commands => field ??= ReadCommands();

    /// <summary>The kinds of all else that the plugin offers.</summary>
    public IReadOnlyList<string> Kinds => field ??= ReadKinds();

    /// <summary>Whether the plugin says what its lists depend on.</summary>
    public required bool Refreshes { get; init; }

    /// <summary>The whole entry in the list.</summary>
    public JsonObject Json => field ??= JsonNode.Parse(text.Span)!.AsObject();

    /// <summary>The summary of a description.</summary>
    public static PluginSummary Of(JsonObject description)
    {
        var text = Encoding.UTF8.GetBytes(PluginDescription.Summarise(description).ToJsonString());
        var reader = new Utf8JsonReader(text);
        reader.Read();
        return Read(ref reader, text);
    }

    /// <summary>Reads the object at which the reader is, and moves to its end.</summary>
    /// <param name="reader">The reader, over all of <paramref name="source"/>.</param>
    /// <param name="source">The text, which must stay as it is.</param>
    /// <exception cref="JsonException">It is no entry of the list.</exception>
    /// <exception cref="InvalidOperationException">A value has another type.</exception>
    public static PluginSummary Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source)
    {
        var start = (int)reader.TokenStartIndex;
        var (name, type, refreshes) = (default(string), default(string), false);
        IReadOnlyList<ListedModel> models = [];
        var (commands, kinds) = (default(ReadOnlyMemory<byte>), default(ReadOnlyMemory<byte>));
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("name"u8)) name = reader.NextText();
            else if (reader.ValueTextEquals("class"u8)) type = reader.NextText();
            else if (reader.ValueTextEquals("models"u8)) models = ReadModels(ref reader);
            else if (reader.ValueTextEquals("commands"u8)) commands = Slice(ref reader, source);
            else if (reader.ValueTextEquals("kinds"u8)) kinds = Slice(ref reader, source);
            else
            {
                refreshes |= reader.ValueTextEquals("refresh"u8);
                reader.Skip();
            }
        }

        return new PluginSummary(source[start..(int)reader.BytesConsumed], commands, kinds)
        {
            Name = name ?? throw Missing("name"),
            Class = type ?? throw Missing("class"),
            Models = models,
            Refreshes = refreshes,
        };
    }

    /// <summary>The error for a property that every entry has.</summary>
    public static JsonException Missing(string name) => new($"'{name}' is missing");

    /// <summary>The text of the array that is the value of the property; the reader moves to its end.</summary>
    private static ReadOnlyMemory<byte> Slice(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source)
    {
        reader.OpenList();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return source[start..(int)reader.BytesConsumed];
    }

    private List<ListedCommand> ReadCommands()
    {
        List<ListedCommand> list = [];
        if (commands.IsEmpty) return list;
        var reader = new Utf8JsonReader(commands.Span);
        for (reader.OpenList(); reader.NextItem();) list.Add(Command(ref reader));
        return list;
    }

    private List<string> ReadKinds()
    {
        List<string> list = [];
        if (kinds.IsEmpty) return list;
        var reader = new Utf8JsonReader(kinds.Span);
        for (reader.OpenList(); reader.NextItem();) list.Add(reader.GetString()!);
        return list;
    }

    private static List<ListedModel> ReadModels(ref Utf8JsonReader reader)
    {
        var list = new List<ListedModel>(1);
        for (reader.OpenList(); reader.NextItem();) list.Add(Model(ref reader));
        return list;
    }

    private static ListedModel Model(ref Utf8JsonReader reader)
    {
        var (id, label) = (default(string), default(string));
        List<string>? aliases = null;
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("id"u8)) id = reader.NextText();
            else if (reader.ValueTextEquals("label"u8)) label = reader.NextText();
            else if (reader.ValueTextEquals("aliases"u8))
                for (reader.OpenList(); reader.NextItem();) (aliases ??= new(1)).Add(reader.GetString()!);
            else reader.Skip();
        }

        return new ListedModel(id ?? throw Missing("id"), label ?? throw Missing("label"), aliases ?? (IReadOnlyList<string>)[]);
    }

    private static ListedCommand Command(ref Utf8JsonReader reader)
    {
        var (name, summary, isHidden) = (default(string), default(string), false);
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("name"u8)) name = reader.NextText();
            else if (reader.ValueTextEquals("summary"u8)) summary = reader.NextText();
            else if (reader.ValueTextEquals("hidden"u8)) (_, isHidden) = (reader.Read(), reader.GetBoolean());
            else reader.Skip();
        }

        return new ListedCommand(name ?? throw Missing("name"), summary, isHidden);
    }
}
