using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Yaml;

namespace Llm;

/// <summary>Reads templates from YAML and converts them back to JSON members.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TemplateText
{
    internal static readonly string[] Keys =
    [
        "name", "prompt", "system", "attachments", "attachment_types", "model", "defaults", "options", "extract", "extract_last",
        "schema_object", "fragments", "system_fragments", "rag", "tools", "functions",
    ];

    /// <summary>Reads a template; plain text is a template with only a prompt.</summary>
    /// <param name="name">The template's name; a name in the text is ignored.</param>
    /// <param name="yaml">The text.</param>
    /// <param name="isTrusted">Whether the text was read from this machine, so that its functions may run.</param>
    /// <exception cref="LlmException">The text is not YAML, a key is unknown, or a value has the wrong type.</exception>
    public static Template Parse(string name, string yaml, bool isTrusted)
    {
        var content = YamlText.Parse(yaml);
        if (content is JsonValue prompt && prompt.GetValueKind() == JsonValueKind.String)
        {
            return new Template { Name = name, Prompt = prompt.GetValue<string>(), IsTrusted = isTrusted };
        }

        if (content is not JsonObject map) throw new LlmException($"Template {name} must be text or a mapping such as \"prompt: …\".");
        var errors = map.Select(entry => entry.Key).Where(key => !Keys.Contains(key))
            .Select(key => $"{key}\n  Extra inputs are not permitted").ToList();
        var reader = new Reader(map, errors);
        var template = new Template
        {
            Name = name,
            Prompt = reader.Text("prompt"),
            System = reader.Text("system"),
            Attachments = reader.List("attachments"),
            AttachmentTypes = reader.Attachments("attachment_types"),
            Model = reader.Text("model"),
            Defaults = reader.Map("defaults"),
            Options = reader.Map("options"),
            Extract = reader.Flag("extract"),
            ExtractLast = reader.Flag("extract_last"),
            SchemaObject = reader.Map("schema_object"),
            Fragments = reader.List("fragments"),
            SystemFragments = reader.List("system_fragments"),
            Rag = reader.TextOrList("rag"),
            Tools = reader.List("tools"),
            Functions = reader.Text("functions"),
            IsTrusted = isTrusted,
        };
        // JSON has no such numbers, so the schema could not be sent.
        if (!IsFinite(template.SchemaObject)) errors.Add("schema_object\n  Numbers should be finite");
        return errors.Count == 0 ? template : throw new LlmException("A validation error occurred:\n" + string.Join('\n', errors));
    }

    private static bool IsFinite(JsonNode? json) => json switch
    {
        JsonObject map => map.All(member => IsFinite(member.Value)),
        JsonArray list => list.All(IsFinite),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number =>
            PythonNumber.Format(value) is not ("NaN" or "Infinity" or "-Infinity"),
        _ => true,
    };

    /// <summary>The members that are set, except the name, in the order of <c>--save</c>.</summary>
    public static JsonObject ToJson(Template template)
    {
        var json = new JsonObject();
        Set("model", template.Model);
        Set("prompt", template.Prompt);
        Set("system", template.System);
        Set("defaults", template.Defaults?.DeepClone());
        Set("extract", template.Extract);
        Set("extract_last", template.ExtractLast);
        Set("schema_object", template.SchemaObject?.DeepClone());
        Set("fragments", ToArray(template.Fragments));
        Set("system_fragments", ToArray(template.SystemFragments));
        Set("rag", ToArray(template.Rag));
        Set("functions", template.Functions);
        Set("tools", ToArray(template.Tools));
        Set("attachments", ToArray(template.Attachments));
        Set("attachment_types", template.AttachmentTypes is null ? null : new JsonArray(
            [.. template.AttachmentTypes.Select(item => new JsonObject { ["type"] = item.Type, ["value"] = item.Value })]));
        Set("options", template.Options?.DeepClone());
        return json;

        void Set(string name, JsonNode? value)
        {
            if (value is not null) json[name] = value;
        }
    }

    private static JsonArray? ToArray(IReadOnlyList<string>? items) =>
        items is null ? null : new JsonArray([.. items.Select(item => JsonValue.Create(item))]);

    /// <summary>Reads members by type and records errors for those of another type.</summary>
    private sealed class Reader(JsonObject map, List<string> errors)
    {
        public string? Text(string name) => Read(name, JsonValueKind.String, "Input should be a valid string")?.GetValue<string>();

        public JsonObject? Map(string name) =>
            Read(name, JsonValueKind.Object, "Input should be a valid dictionary")?.DeepClone().AsObject();

        public bool? Flag(string name)
        {
            if (map[name] is not { } value) return null;
            // These are the values that pydantic accepts.
            switch (value.ToString().ToLowerInvariant())
            {
                case "true" or "1" or "1.0" or "yes" or "y" or "on" or "t":
                    return true;
                case "false" or "0" or "0.0" or "no" or "n" or "off" or "f":
                    return false;
            }

            errors.Add($"{name}\n  Input should be a valid boolean, unable to interpret input");
            return null;
        }

        public List<string>? List(string name)
        {
            if (Read(name, JsonValueKind.Array, "Input should be a valid list") is not JsonArray list) return null;
            var texts = new List<string>();
            for (var i = 0; i < list.Count; i++)
            {
                if (list[i] is JsonValue item && item.GetValueKind() == JsonValueKind.String) texts.Add(item.GetValue<string>());
                else errors.Add($"{name}, {i}\n  Input should be a valid string");
            }

            return texts;
        }

        /// <summary>A text stands for a list of one.</summary>
        public List<string>? TextOrList(string name) =>
            map[name] is JsonValue one && one.GetValueKind() == JsonValueKind.String ? [one.GetValue<string>()] : List(name);

        public List<TypedAttachment>? Attachments(string name)
        {
            if (Read(name, JsonValueKind.Array, "Input should be a valid list") is not JsonArray list) return null;
            var attachments = new List<TypedAttachment>();
            for (var i = 0; i < list.Count; i++)
            {
                if (list[i] is JsonObject item && item.Text("type") is { } type && item.Text("value") is { } value)
                    attachments.Add(new(type, value));
                else errors.Add($"{name}, {i}\n  Input should have the keys type and value");
            }

            return attachments;
        }

        private JsonNode? Read(string name, JsonValueKind kind, string problem)
        {
            if (map[name] is not { } value || value.GetValueKind() == kind) return map[name];
            errors.Add($"{name}\n  {problem}");
            return null;
        }
    }
}
