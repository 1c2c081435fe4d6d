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
        var entries = Read(path);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i] as JsonObject ?? throw Invalid(path, i, "must be a mapping");
            var settings = ReadSettings(entry, path, i);
            Model model = Truthy(entry["completion"]) ? new CompletionModel(settings, http)
                : Truthy(entry["responses"]) ? new ResponsesModel(settings, http)
                : new ChatModel(settings, http);
            yield return (model, ReadAliases(entry, path, i));
        }
    }

    private static JsonArray Read(string path)
    {
        if (!Path.Exists(path)) return [];
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception ex) when (ex is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"Cannot read {path}: {ex.Message}", ex);
        }

        try
        {
            return YamlText.Parse(text) switch
            {
                null => [],
                JsonArray list => list,
                _ => throw new LlmException("it must be a list of models, each beginning with \"- model_id:\""),
            };
        }
        catch (LlmException ex)
        {
            throw new LlmException($"{path}: {ex.Message}", ex);
        }
    }

    private static OpenAIModelSettings ReadSettings(JsonObject entry, string path, int index)
    {
        var apiBase = Scalar(entry["api_base"]);
        var keyName = Scalar(entry["api_key_name"]);
        return new OpenAIModelSettings
        {
            Id = Scalar(entry["model_id"]) ?? throw Invalid(path, index, "has no model_id"),
            Name = Scalar(entry["model_name"]) ?? throw Invalid(path, index, "has no model_name"),
            ApiBase = apiBase,
            ApiType = Scalar(entry["api_type"]),
            ApiVersion = Scalar(entry["api_version"]),
            ApiEngine = Scalar(entry["api_engine"]),
            Headers = ReadHeaders(entry["headers"], path, index),
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

    private static string[] ReadAliases(JsonObject entry, string path, int index) => entry["aliases"] switch
    {
        null => [],
        JsonArray list => [.. list.Select(Scalar).OfType<string>()],
        _ => throw Invalid(path, index, "has aliases that are not a list"),
    };

    private static List<KeyValuePair<string, string>> ReadHeaders(JsonNode? headers, string path, int index) => headers switch
    {
        null => [],
        JsonObject map => [.. map.Select(header => KeyValuePair.Create(header.Key, Scalar(header.Value) ?? ""))],
        _ => throw Invalid(path, index, "has headers that are not a mapping"),
    };

    private static TimeSpan? ReadSeconds(JsonNode? value, string path, int index)
    {
        if (value is null) return null;
        var isNumber = double.TryParse(Scalar(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds);
        return isNumber && seconds > 0 && seconds <= TimeSpan.FromDays(1).TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw Invalid(path, index, "has an idle_timeout that is not a number of seconds above 0");
    }

    private static LlmException Invalid(string path, int index, string what) => new($"{path}: entry {index + 1} {what}");

    private static string? Scalar(JsonNode? value) => value switch
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
