using System.Text.Json.Nodes;

namespace Llm;

/// <summary>An option of a model that was only described so far, for listings; the plugin's own option checks values.</summary>
internal sealed class DeferredOption(
    string name, string description, IReadOnlyList<string> types, JsonObject schema, Func<ModelOption> load)
    : ModelOption(name, description)
{
    public override IReadOnlyList<string> Types => types;

    public override JsonObject ToSchema() => schema.DeepClone().AsObject();

    public override JsonNode? Check(JsonNode? value) => load().Check(value);
}
