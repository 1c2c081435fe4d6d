using System.Text.Json.Nodes;
using Llm.Cli.Retrieval;
using Llm.Prompting;
using Llm.Yaml;

namespace Llm.Cli.Commands.Prompt;

/// <summary>Saves a prompt as a template, for <c>--save</c>.</summary>
internal static class SavedTemplate
{
    private const int Indent = 4;

    public static void Write(TemplateStore store, string name, PromptDraft draft, IReadOnlyDictionary<string, string> defaults)
    {
        var template = new Template
        {
            Name = name,
            Model = NullIfEmpty(draft.ModelId),
            Prompt = NullIfEmpty(draft.Text),
            System = NullIfEmpty(draft.Options.System),
            Defaults = defaults.Count == 0
                ? null
                : new JsonObject(defaults.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value))),
            Extract = draft.Extract ? true : null,
            ExtractLast = draft.ExtractLast ? true : null,
            SchemaObject = draft.Options.Schema,
            // The Python tool refuses a template with a key for collections.
            Fragments = NullIfEmpty([.. draft.Fragments, .. draft.Rag.Select(RetrievalPlugin.ToFragment)]),
            SystemFragments = NullIfEmpty(draft.SystemFragments),
            Functions = draft.Functions.Count == 0 ? null : string.Join("\n\n", draft.Functions),
            Tools = NullIfEmpty(draft.Tools),
            // Bytes from a pipe have no path or URL for the template.
            Attachments = NullIfEmpty([.. draft.Options.Attachments.Select(SourceOf).OfType<string>()]),
            AttachmentTypes = draft.TypedAttachments.Any(attachment => SourceOf(attachment) is not null)
                ? [.. draft.TypedAttachments.Where(attachment => SourceOf(attachment) is not null)
                    .Select(attachment => new TypedAttachment(attachment.Type!, SourceOf(attachment)!))]
                : null,
            Options = draft.Options.Options is { Count: > 0 } options
                ? new JsonObject(options.Select(option => KeyValuePair.Create(option.Key, option.Value?.DeepClone())))
                : null,
        };
        store.Save(name, YamlWriter.Write(TemplateText.ToJson(template), Indent));
    }

    private static string? SourceOf(Attachment attachment) => attachment.Path ?? attachment.Url;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static IReadOnlyList<string>? NullIfEmpty(IReadOnlyList<string> items) => items.Count == 0 ? null : items;
}
