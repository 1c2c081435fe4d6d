using System.Text.Json.Nodes;
using Llm.Yaml;

namespace Llm.Packages;

/// <summary>The parameters that most models have, of which a rule takes what it does not say itself.</summary>
internal static class ParameterTemplates
{
    private static readonly Lazy<JsonObject> All = new(Read);

    /// <summary>The names of all, for messages.</summary>
    public static string List => string.Join(", ", All.Value.Select(template => template.Key));

    /// <summary>The template of this name; null if there is none.</summary>
    public static JsonObject? Find(string name) => All.Value[name] as JsonObject;

    private static JsonObject Read() =>
        (JsonObject)YamlText.ParseResource(typeof(ParameterTemplates), "Llm.Packages.parameter-templates.yaml")!;
}
