using Llm.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Llm;

/// <summary>The text of <c>settings.yaml</c> and the position of each value in it, so that a change touches nothing else.</summary>
/// <remarks><see cref="Yaml.YamlText"/> cannot read it: the JSON that it returns has no positions.</remarks>
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

    /// <summary>A value in the text; its own text is null if it is not a single value.</summary>
    public sealed record Entry(string? Text, int KeyStart, int Start, int End, int Line);

    public string Text { get; }

    /// <summary>All values by name, in the order of the file.</summary>
    public IReadOnlyDictionary<string, Entry> Entries => entries;

    /// <summary>Reads the file; a missing file is empty.</summary>
    /// <exception cref="LlmException">The file is not valid or cannot be read; the message names it and the line.</exception>
    public static SettingsFile Read(string path)
    {
        try
        {
            // Checked first because an exception is slow and most users have no such file.
            return new SettingsFile(path, File.Exists(path) ? File.ReadAllText(path) : "");
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"Cannot read {path}: {ex.Message}", ex);
        }
    }

    public Entry? Find(string name) => entries.GetValueOrDefault(name);

    /// <summary>The text with a value set: in place if the value exists, else at the end.</summary>
    /// <exception cref="LlmException">The layout of the text does not allow the change.</exception>
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

    /// <summary>The text without a value; its whole line is removed.</summary>
    /// <inheritdoc cref="With" path="/exception"/>
    public SettingsFile Without(string name)
    {
        if (Find(name) is not { } entry) return this;
        var start = Text.LastIndexOf('\n', Math.Max(entry.KeyStart - 1, 0)) + 1;
        var end = Text.IndexOf('\n', entry.End) is var at and >= 0 ? at + 1 : Text.Length;
        return Check(Text[..start] + Text[end..], changed => changed.Find(name) is null, $"remove '{name}'");
    }

    /// <summary>Reads the changed text again to check that all other values are still there.</summary>
    private SettingsFile Check(string text, Func<SettingsFile, bool> succeeded, string change)
    {
        try
        {
            var changed = new SettingsFile(path, text);
            if (succeeded(changed) && entries.Count - changed.entries.Count is >= -1 and <= 1) return changed;
        }
        catch (LlmException)
        {
            // The message below says what to do; that of the failed attempt would name lines that the user did not write.
        }

        throw new LlmException($"{path} cannot be changed without touching other parts of it: {change} in an editor.");
    }

    private void Parse()
    {
        try
        {
            var parser = new DepthLimit(new Parser(new StringReader(Text)));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _)) return;
            if (parser.TryConsume<Scalar>(out var scalar) && scalar.Value.Length == 0) return;
            if (!parser.Accept<MappingStart>(out var root))
            {
                throw new LlmException($"{path} must hold one setting per line, such as 'timeout: 60': correct or remove it.");
            }

            column = (int)root.Start.Column - 1;
            ReadMapping(parser, "");
        }
        catch (YamlException ex)
        {
            // If something is missing at the end, the parser names a line after the last one.
            var line = Math.Min(ex.End.Line, Text.TrimEnd('\n').Count(c => c == '\n') + 1);
            throw new LlmException($"{path}, line {line}: the text is not valid YAML. Correct or remove it. {ex.Message}", ex);
        }
        catch (InvalidOperationException ex)
        {
            throw new LlmException($"{path}: the text is not valid YAML. A bracket may not be closed.", ex);
        }
    }

    private void ReadMapping(DepthLimit parser, string prefix)
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

    private void ReadValue(DepthLimit parser, Scalar key, string name)
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
