using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Packages;

namespace Llm.Providers.Dify;

/// <summary>The voices of a model that reads texts aloud.</summary>
internal static class PackageVoices
{
    /// <summary>The voices, the usual one first: those of the description, or those that the user gave with a model.</summary>
    public static IReadOnlyList<SpeechVoice> Of(PackageModelUse model)
    {
        if (model.IsAdded)
        {
            var voices = new List<SpeechVoice>();
            const StringSplitOptions Options = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
            foreach (var name in (model.Property("voices") ?? "").Split(',', Options))
                voices.Add(new SpeechVoice(name));
            return voices;
        }

        return Of(model.Description!);
    }

    /// <summary>The voices of a description, the usual one first.</summary>
    public static IReadOnlyList<SpeechVoice> Of(PackageModel description)
    {
        var voices = new List<SpeechVoice>();
        foreach (var item in description.Property("voices") as JsonArray ?? [])
            if (item is JsonObject voice && voice.Text("mode") is { Length: > 0 } mode)
                voices.Add(new SpeechVoice(mode) { Title = voice.Text("name"), Languages = LanguagesOf(voice) });
        var usual = description.Property("default_voice")?.ToString();
        if (voices.FindIndex(voice => voice.Name == usual) is > 0 and var index)
        {
            var first = voices[index];
            voices.RemoveAt(index);
            voices.Insert(0, first);
        }

        return voices;
    }

    /// <summary>The voice where none is chosen; null to leave the choice to the server.</summary>
    public static string? Default(PackageModelUse model, IReadOnlyList<SpeechVoice> voices) =>
        model.Property("default_voice") ?? (voices.Count > 0 ? voices[0].Name : null);

    private static List<string> LanguagesOf(JsonObject voice)
    {
        var languages = new List<string>();
        foreach (var language in voice["language"] as JsonArray ?? [])
            if (language is not null)
                languages.Add(language.ToString());
        return languages;
    }
}
