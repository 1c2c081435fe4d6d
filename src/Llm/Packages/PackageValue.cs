using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Yaml;

namespace Llm.Packages;

/// <summary>
/// A value in a file of a package, with its place. What is not as it must be is noted as a problem, and what follows is read as if
/// the value were empty, so that an author sees all problems at once.
/// </summary>
internal sealed class PackageValue
{
    private readonly PackageFile file;
    private readonly PackageValue? parent;
    private readonly string? key;
    private readonly int index;

    /// <summary>The value of a whole file.</summary>
    public PackageValue(PackageFile file, JsonNode? node) => (this.file, Node) = (file, node);

    private PackageValue(PackageValue parent, JsonNode? node, string? key, int index)
    {
        (file, this.parent, Node) = (parent.file, parent, node);
        (this.key, this.index) = (key, index);
    }

    public JsonNode? Node { get; }

    /// <summary>Whether the value is missing or null.</summary>
    public bool IsNull => Node is null;

    /// <summary>The name of the file.</summary>
    public string File => file.Path;

    /// <summary>The value of a key; a null one if this is no mapping or does not have it.</summary>
    public PackageValue this[string key] => With(key, (Node as JsonObject)?[key]);

    /// <summary>The same place with another value.</summary>
    public PackageValue With(string key, JsonNode? node) => new(this, node, key, 0);

    /// <summary>A mapping, or an empty one.</summary>
    public JsonObject Map()
    {
        if (Node is JsonObject map) return map;
        if (!IsNull) Expect("a mapping");
        return [];
    }

    /// <summary>The items of a list; none if it is missing.</summary>
    public List<PackageValue> Items()
    {
        var items = new List<PackageValue>();
        if (Node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++) items.Add(new PackageValue(this, list[i], null, i));
        }
        else if (!IsNull)
        {
            Expect("a list");
        }

        return items;
    }

    /// <summary>A list of texts.</summary>
    public List<string> Texts()
    {
        var texts = new List<string>();
        foreach (var item in Items())
        {
            if (item.IsNull) item.Expect("a text");
            else if (item.Text() is { } text) texts.Add(text);
        }

        return texts;
    }

    /// <summary>A text; null if it is missing. Anything else is a problem, since quotes carry the type: <c>yes</c> is a boolean.</summary>
    public string? Text()
    {
        if (IsNull) return null;
        if (Node is not JsonValue value)
        {
            Expect("a text");
            return null;
        }

        if (value.GetValueKind() == JsonValueKind.String) return value.ToString();
        Expect($"a text: write \"{Written(value)}\" in quotes");
        return Written(value);
    }

    /// <summary>A text that must be there and is not empty.</summary>
    /// <param name="example">What it looks like, for the message.</param>
    public string RequiredText(string example)
    {
        if (Text() is { Length: > 0 } text) return text;
        if (Node is null or JsonValue) Expect($"a text, such as {example}");
        return "";
    }

    public bool Flag(bool fallback)
    {
        if (Node is JsonValue value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
            return value.GetValueKind() == JsonValueKind.True;
        if (!IsNull) Expect("true or false");
        return fallback;
    }

    public double? Number()
    {
        if (Node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out double number)) return number;
        if (!IsNull) Expect("a number");
        return null;
    }

    public long? Integer()
    {
        if (IsNull) return null;
        if (Node is JsonValue value && value.GetValueKind() == JsonValueKind.Number)
        {
            if (value.TryGetValue(out long number)) return number;
            if (value.TryGetValue(out double real) && Math.Floor(real) == real && Math.Abs(real) < long.MaxValue) return (long)real;
        }

        Expect("a whole number");
        return null;
    }

    /// <summary>A price or a unit, which is a text, so that no digit is lost.</summary>
    public decimal? Decimal()
    {
        if (IsNull) return null;
        if (Node is JsonValue value && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number)
        {
            if (value.GetValueKind() == JsonValueKind.Number) Warn("write a price in quotes, so that no digit is lost");
            if (decimal.TryParse(Written(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var price) && price >= 0)
                return price;
        }

        Expect("a price in quotes, such as \"0.25\"");
        return null;
    }

    public LocalizedText? Localized() => LocalizedText.Read(this);

    public LocalizedText RequiredLocalized()
    {
        if (IsNull) Expect("a mapping with the key en_US");
        return Localized() ?? LocalizedText.Same("");
    }

    /// <summary>One of some names; null if the value is missing or another one.</summary>
    public string? OneOf(IReadOnlyList<string> names)
    {
        var text = Text();
        if (text is null || names.Contains(text)) return text;
        Expect($"one of {string.Join(", ", names)}");
        return null;
    }

    /// <summary>Notes that something else was expected here.</summary>
    public void Expect(string expected) => Note(true, $"expected {expected}{(IsNull ? "" : $"; found {Found()}")}");

    /// <summary>Notes something that the author should look at.</summary>
    public void Warn(string message) => Note(false, message);

    private void Note(bool isError, string message)
    {
        var steps = new List<string>();
        for (var value = this; value.parent is not null; value = value.parent)
            steps.Insert(0, value.key ?? value.index.ToString(CultureInfo.InvariantCulture));
        file.Problems.Add(new PackageProblem(isError, file.Path, YamlPlace.LineOf(file.Text, steps), Path(), message));
    }

    private string Path()
    {
        var path = new StringBuilder();
        for (var value = this; value.parent is not null; value = value.parent)
        {
            if (path.Length > 0 && path[0] != '[') path.Insert(0, '.');
            path.Insert(0, value.key ?? $"[{value.index}]");
        }

        return path.ToString();
    }

    private string Found()
    {
        if (Node is JsonObject) return "a mapping";
        if (Node is JsonArray) return "a list";
        var text = Written(Node!);
        if (text.Length > 40) text = text[..40] + "…";
        return Node!.GetValueKind() == JsonValueKind.String ? $"'{text}'" : text;
    }

    /// <summary>A plain value as text. JSON has no infinite numbers, but YAML does.</summary>
    public static string Written(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? value.ToString() : PythonJson.Compact(value);
}
