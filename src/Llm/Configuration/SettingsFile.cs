using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Llm;

/// <summary>The text of <c>settings.yaml</c> and where in it each value stands, so that a change touches nothing else.</summary>
internal sealed class SettingsFile
{
    private readonly string path;
    private readonly OrderedDictionary<string, Entry> entries;
    private int column;

    /// <exception cref="LlmException">The text is not valid.</exception>
    private SettingsFile(string path, string text)
    {
        this.path = path;
        Text = text;
        var simple = SettingsLines.Read(text);
        entries = simple ?? [];
        if (simple is null) Parse();
    }

    /// <summary>A value in the text; its own text is null if it is no single value.</summary>
    public sealed record Entry(string? Text, int KeyStart, int Start, int End, int Line);

    public string Text { get; }

    /// <summary>Every value by its name, in the order of the file.</summary>
    public IReadOnlyDictionary<string, Entry> Entries => entries;

    /// <summary>Reads the file; one that is not there is empty.</summary>
    /// <exception cref="LlmException">It is broken or cannot be read; the message names it and the line.</exception>
    public static SettingsFile Read(string path)
    {
        try
        {
            // Asked first: an exception is slow, and most users have no such file.
            return new SettingsFile(path, File.Exists(path) ? File.ReadAllText(path) : "");
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"Cannot read {path}: {ex.Message}", ex);
        }
    }

    public Entry? Find(string name) => entries.GetValueOrDefault(name);

    /// <summary>The same with a value set, in its place if there is one, else at the end.</summary>
    /// <exception cref="LlmException">The text is laid out in a way that cannot be changed here.</exception>
    public SettingsFile With(string name, string value)
    {
        string text;
        if (Find(name) is { } entry)
        {
            var space = entry.Start == entry.End && Text[..entry.Start].EndsWith(':') ? " " : "";
            text = $"{Text[..entry.Start]}{space}{value}{Text[entry.End..]}";
        }
        else
        {
            var lineEnd = Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
            var before = Text.Length == 0 || Text.EndsWith('\n') ? Text : Text + lineEnd;
            text = $"{before}{new string(' ', column)}{name}: {value}{lineEnd}";
        }

        return Check(text, changed => changed.Find(name)?.Text == value, $"add the line '{name}: {value}'");
    }

    /// <summary>The same without a value; its whole line goes.</summary>
    /// <inheritdoc cref="With" path="/exception"/>
    public SettingsFile Without(string name)
    {
        if (Find(name) is not { } entry) return this;
        var start = Text.LastIndexOf('\n', Math.Max(entry.KeyStart - 1, 0)) + 1;
        var end = Text.IndexOf('\n', entry.End) is var at and >= 0 ? at + 1 : Text.Length;
        return Check(Text[..start] + Text[end..], changed => changed.Find(name) is null, $"remove '{name}'");
    }

    /// <summary>Reads the changed text again: what else it held must be there still.</summary>
    private SettingsFile Check(string text, Func<SettingsFile, bool> succeeded, string change)
    {
        try
        {
            var changed = new SettingsFile(path, text);
            if (succeeded(changed) && entries.Count - changed.entries.Count is >= -1 and <= 1) return changed;
        }
        catch (LlmException)
        {
            // The message below tells what to do; that of the failed try would name lines that nobody wrote.
        }

        throw new LlmException($"{path} cannot be changed without touching other parts of it: {change} in an editor.");
    }

    private void Parse()
    {
        try
        {
            var parser = new Parser(new StringReader(Text));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _)) return;
            if (parser.TryConsume<Scalar>(out var scalar) && scalar.Value.Length == 0) return;
            if (!parser.Accept<MappingStart>(out var root))
            {
                throw new LlmException($"{path} must hold a setting a line, such as 'timeout: 60': correct or remove it.");
            }

            column = (int)root.Start.Column - 1;
            ReadMapping(parser, "");
        }
        catch (YamlException ex)
        {
            // What is missing at the end is missed on a line that there is not.
            var line = Math.Min(ex.End.Line, Text.TrimEnd('\n').Count(c => c == '\n') + 1);
            throw new LlmException($"{path}, line {line}: correct or remove what stands there, it is not valid YAML. {ex.Message}", ex);
        }
    }

    private void ReadMapping(Parser parser, string prefix)
    {
        parser.Consume<MappingStart>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Accept<Scalar>(out var scalar) ? scalar : null;
            parser.SkipThisAndNestedEvents();
            if (key is null) parser.SkipThisAndNestedEvents();
            else ReadValue(parser, key, prefix + key.Value);
        }
    }

    private void ReadValue(Parser parser, Scalar key, string name)
    {
        Entry At(string? text, Mark start, Mark end) =>
            new(text, (int)key.Start.Index, (int)start.Index, (int)end.Index, (int)key.Start.Line);
        if (parser.TryConsume<Scalar>(out var value))
        {
            entries[name] = At(value.Value, value.Start, value.End);
            return;
        }

        var isMapping = parser.Accept<MappingStart>(out _);
        entries[name] = At(null, key.End, key.End);
        if (isMapping) ReadMapping(parser, name + ".");
        else parser.SkipThisAndNestedEvents();
    }
}
