using System.Text.Json.Nodes;

namespace Llm.Packages;

/// <summary>A text of a package in several languages; those that it lacks are in English. Immutable.</summary>
public sealed class LocalizedText
{
    private static readonly string[] Languages = ["en_US", "ja_JP", "pt_BR", "zh_Hans"];

    private readonly string?[] texts;

    private LocalizedText(string?[] texts) => this.texts = texts;

    /// <summary>The English text.</summary>
    public string English => texts[0] ?? "";

    /// <summary>A text that is the same in all languages.</summary>
    internal static LocalizedText Same(string text) => new([text, null, null, null]);

    /// <summary>Reads a mapping from languages to texts; languages that packages do not have are left out.</summary>
    internal static LocalizedText? Read(PackageValue value)
    {
        if (value.IsNull) return null;
        if (value.Node is not JsonObject)
        {
            value.Expect("a mapping with the key en_US");
            return Same(PackageValue.Written(value.Node!));
        }

        var texts = new string?[Languages.Length];
        for (var i = 0; i < texts.Length; i++) texts[i] = value[Languages[i]].Text() is { Length: > 0 } text ? text : null;
        if (value["en_US"].Node is null) value.Expect("the key en_US");
        return new LocalizedText(texts);
    }

    /// <summary>The text for people who read a language.</summary>
    /// <param name="language">The language, as <c>zh-CN</c>, <c>zh_CN.UTF-8</c> or <c>zh</c>.</param>
    public string For(string language)
    {
        ArgumentNullException.ThrowIfNull(language);
        if (language.Length < 2) return English;
        for (var i = 1; i < texts.Length; i++)
        {
            if (texts[i] is { } text && Languages[i].StartsWith(language[..2], StringComparison.OrdinalIgnoreCase)) return text;
        }

        return English;
    }

    /// <summary>The English text.</summary>
    public override string ToString() => English;

    internal JsonObject ToJson()
    {
        var json = new JsonObject();
        for (var i = 0; i < texts.Length; i++) json[Languages[i]] = texts[i] ?? English;
        return json;
    }
}
