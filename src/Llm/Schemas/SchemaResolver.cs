using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>
/// Creates schemas from what users type: <c>t:template</c>, JSON text, the concise notation, a path, or the id of a stored schema.
/// </summary>
/// <param name="loadTemplate">Loads a template by name.</param>
/// <param name="store">Stored schemas; null if there are none.</param>
public sealed class SchemaResolver(Func<string, CancellationToken, Task<Template>> loadTemplate, IContentStore? store)
{
    /// <summary>Resolves a schema; returns null if the text is none of these.</summary>
    /// <exception cref="LlmException">The template has no schema, the file contains no JSON object, or a field has no name.</exception>
    public async Task<JsonObject?> ResolveAsync(string input, CancellationToken cancellationToken = default)
    {
        var text = input.Trim();
        if (text.StartsWith("t:", StringComparison.Ordinal)) return await FromTemplateAsync(text[2..], cancellationToken);
        if (text.StartsWith('{') && JsonText.ParseOrNull(text) is JsonObject schema) return schema;
        if (text.Contains(' ', StringComparison.Ordinal) || input.Contains(',', StringComparison.Ordinal)) return SchemaDsl.Parse(input);
        if (File.Exists(input))
        {
            return JsonText.ParseOrNull(TextFile.Read(input)) as JsonObject
                ?? throw new LlmException("Schema file contained invalid JSON");
        }

        return store is null ? null : await store.FindSchemaAsync(input, cancellationToken);
    }

    private async Task<JsonObject> FromTemplateAsync(string name, CancellationToken cancellationToken)
    {
        Template template;
        try
        {
            template = await loadTemplate(name, cancellationToken);
        }
        catch (LlmException ex)
        {
            throw new LlmException($"Invalid template: {name}", ex);
        }

        return template.SchemaObject ?? throw new LlmException($"Template '{name}' has no schema");
    }
}
