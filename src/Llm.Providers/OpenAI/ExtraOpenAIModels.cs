using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.OpenAI.Chat;
using Llm.Providers.OpenAI.Completions;
using Llm.Providers.OpenAI.Responses;
using Llm.Yaml;

namespace Llm.Providers.OpenAI;

/// <summary>Reads <c>extra-openai-models.yaml</c>, which lists models of servers that use OpenAI's protocols.</summary>
internal static class ExtraOpenAIModels
{
    /// <summary>The models of the file; none if the file does not exist.</summary>
    /// <exception cref="LlmException">The file is not valid; the message names it and the entry.</exception>
    public static IEnumerable<(Model Model, string[] Aliases)> Load(string path, Func<HttpClient> http)
    {
        var file = Read(path);
        var entries = file.Entries;
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i] as JsonObject ?? throw Invalid(path, i, "must be a mapping");
            var settings = ReadSettings(entry, (JsonObject)file.Texts[i]!, path, i);
            Model model = Truthy(entry["completion"]) ? new CompletionModel(settings, http)
                : Truthy(entry["responses"]) ? new ResponsesModel(settings, http)
                : new ChatModel(settings, http);
            yield return (model, ReadAliases(entry));
        }
    }

    /// <summary>The entries, once with numbers, flags and nulls, and once with all values as they are written.</summary>
    internal static (JsonArray Entries, JsonArray Texts) Read(string path)
    {
        if (!Path.Exists(path)) return ([], []);
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception ex) when (ex is FileNotFoundException or DirectoryNotFoundException)
        {
            return ([], []);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"Cannot read {path}: {ex.Message}", ex);
        }

        try
        {
            return YamlText.Parse(text) switch
            {
                null => ([], []),
                JsonArray list => (list, (JsonArray)YamlText.ParseTexts(text)!),
                _ => throw new LlmException("it must be a list of models, each beginning with \"- model_id:\""),
            };
        }
        catch (LlmException ex)
        {
            throw new LlmException($"{path}: {ex.Message}", ex);
        }
    }

    internal static OpenAIModelSettings ReadSettings(JsonObject entry, JsonObject texts, string path, int index)
    {
        var id = Scalar(entry["model_id"]) ?? throw Invalid(path, index, "has no model_id");
        var apiBase = Scalar(entry["api_base"]);
        var keyName = Scalar(entry["api_key_name"]);
        return new OpenAIModelSettings
        {
            Id = id,
            Name = ReadName(entry, texts) ?? (entry.ContainsKey("model_name") ? id : throw Invalid(path, index, "has no model_name")),
            ApiBase = apiBase,
            ApiType = Scalar(entry["api_type"]),
            ApiVersion = Scalar(entry["api_version"]),
            ApiEngine = Scalar(entry["api_engine"]),
            Headers = ReadHeaders(entry["headers"], texts["headers"], path, index),
            Reasoning = Truthy(entry["reasoning"]),
            CanStream = entry["can_stream"]?.GetValueKind() != JsonValueKind.False,
            SupportsSchema = entry.Flag("supports_schema"),
            SupportsTools = entry.Flag("supports_tools"),
            Vision = entry.Flag("vision"),
            Audio = entry.Flag("audio"),
            ServiceTier = entry.Flag("service_tier"),
            IdleTimeout = ReadSeconds(entry["idle_timeout"], path, index),
            NeedsKey = keyName ?? (apiBase is null ? "openai" : null),
        };
    }

    internal static string[] ReadAliases(JsonObject entry) => entry["aliases"] switch
    {
        null => [],
        JsonArray list => [.. list.Select(Scalar).OfType<string>()],
        JsonObject map => [.. map.Select(alias => alias.Key)],
        var single => [.. new[] { Scalar(single) }.OfType<string>()],
    };

    /// <summary>The name as it is written; null if it is empty. A name that is a list or mapping is refused by the server only.</summary>
    private static string? ReadName(JsonObject entry, JsonObject texts) => entry["model_name"] switch
    {
        null => null,
        JsonValue value => Written(value, texts["model_name"]) is { Length: > 0 } name ? name : null,
        var other => PythonJson.Spaced(other),
    };

    private static TimeSpan? ReadSeconds(JsonNode? value, string path, int index)
    {
        if (value is null) return null;
        var isNumber = double.TryParse(Scalar(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds);
        return isNumber && seconds > 0 && seconds <= TimeSpan.FromDays(1).TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw Invalid(path, index, "has an idle_timeout that is not a number of seconds above 0");
    }

    private static List<KeyValuePair<string, string>> ReadHeaders(JsonNode? headers, JsonNode? texts, string path, int index) =>
        headers switch
        {
            null => [],
            JsonObject map => [.. map.Select(header => KeyValuePair.Create(header.Key, Written(header.Value, texts![header.Key])))],
            _ => throw Invalid(path, index, "has headers that are not a mapping"),
        };

    /// <summary>A value as it is written: as a number, the version <c>1.50</c> would lose its zero.</summary>
    private static string Written(JsonNode? value, JsonNode? text) =>
        value is JsonValue && text is JsonValue ? text.GetValue<string>() : value is null ? "" : PythonJson.Spaced(value);

    internal static LlmException Invalid(string path, int index, string what) => new($"{path}: entry {index + 1} {what}");

    internal static string? Scalar(JsonNode? value) => value switch
    {
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>() is { Length: > 0 } given ? given : null,
        JsonValue number => PythonJson.Spaced(number),
        _ => null,
    };

    private static bool Truthy(JsonNode? value) => value switch
    {
        null => false,
        JsonValue flag when flag.GetValueKind() == JsonValueKind.False => false,
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>().Length > 0,
        JsonValue number when number.GetValueKind() == JsonValueKind.Number => PythonNumber.Format(number) is not ("0" or "0.0"),
        _ => true,
    };
}
