using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.OpenAICompatible;

/// <summary>An option that a server has besides OpenAI's, as the entry of its preset describes it.</summary>
internal sealed class PresetOption
{
    private readonly string[] field;
    private readonly JsonObject? members;

    /// <summary>Reads the description.</summary>
    /// <param name="name">The name of the option.</param>
    /// <param name="entry">
    /// <c>type</c>, <c>description</c>, <c>minimum</c>, <c>maximum</c>, the <c>values</c> of a choice, and how it is sent: as the member of
    /// its name, as the one that <c>field</c> names with dots between the levels, or, where a boolean is true, as the members of
    /// <c>sends</c>. Of the type <c>texts</c>, one text is a list with commas.
    /// </param>
    /// <exception cref="LlmException">The type is missing or unknown.</exception>
    public PresetOption(string name, JsonObject entry)
    {
        field = (entry.Text("field") ?? name).Split('.');
        members = entry["sends"] as JsonObject;
        var description = entry.Text("description") ?? "";
        Option = entry.Text("type") switch
        {
            "integer" => ModelOptions.Integer(name, description, (long?)Bound(entry, "minimum"), (long?)Bound(entry, "maximum")),
            "number" => ModelOptions.Number(name, description, Bound(entry, "minimum"), Bound(entry, "maximum")),
            "boolean" => ModelOptions.Boolean(name, description),
            "text" => ModelOptions.Text(name, description),
            "texts" => ModelOptions.Texts(name, description),
            "choice" => ModelOptions.Choice(
                name, description, [.. (entry["values"] as JsonArray ?? []).Select(value => value?.ToString() ?? "")]),
            "object" => ModelOptions.Object(
                name,
                description,
                value => value as JsonObject ?? JsonText.ParseOrNull(value.ToString()) as JsonObject
                    ?? throw new OptionValueException("Input should be a JSON object")),
            _ => throw new LlmException(
                $"the option {name} has no 'type': write integer, number, boolean, text, texts, choice or object."),
        };
    }

    /// <summary>The option as models have it.</summary>
    public ModelOption Option { get; }

    /// <summary>Moves the value in the body of a request, where the option is under its own name, to where the server expects it.</summary>
    public void Place(JsonObject body)
    {
        if (!body.Remove(Option.Name, out var value)) return;
        if (members is not null)
        {
            if (value?.GetValueKind() != JsonValueKind.True) return;
            foreach (var (name, member) in members) body[name] = member?.DeepClone();
            return;
        }

        var place = body;
        foreach (var level in field[..^1])
        {
            if (place[level] is not JsonObject next) place[level] = next = [];
            place = next;
        }

        place[field[^1]] = Option is ModelOption<IReadOnlyList<string>> && value is JsonValue text
            ? new JsonArray([.. text.ToString().Split(',', StringSplitOptions.TrimEntries).Select(part => JsonValue.Create(part))])
            : value;
    }

    private static double? Bound(JsonObject entry, string name) =>
        entry[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? (double)value : null;
}
