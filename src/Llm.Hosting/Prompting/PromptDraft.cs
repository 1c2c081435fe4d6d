using System.Text.Json.Nodes;

namespace Llm.Prompting;

/// <summary>A prompt as a user enters it, before its fragments, tools and model options are resolved.</summary>
public sealed record PromptDraft
{
    /// <summary>The text of the prompt; null if none was given.</summary>
    public string? Text { get; init; }

    /// <summary>The id or alias of the model; null for the model of the conversation or the default model.</summary>
    public string? ModelId { get; init; }

    /// <summary>
    /// Everything that goes with the text and needs no lookup: instructions, schema, model options (as text or typed), attachments, key.
    /// </summary>
    public PromptOptions Options { get; init; } = new();

    /// <summary>The attachments with an explicit media type, which are sent after the others.</summary>
    public IReadOnlyList<Attachment> TypedAttachments { get; init; } = [];

    /// <summary>The fragments to put before the text, as <see cref="FragmentResolver"/> accepts them.</summary>
    public IReadOnlyList<string> Fragments { get; init; } = [];

    /// <summary>The fragments to put before the instructions.</summary>
    public IReadOnlyList<string> SystemFragments { get; init; } = [];

    /// <summary>
    /// Collections, each as <c>COLLECTION</c> or <c>COLLECTION:n</c>, whose stored texts that are most similar to the prompt are to be
    /// added to its fragments. The program does that, because it has the database.
    /// </summary>
    public IReadOnlyList<string> Rag { get; init; } = [];

    /// <summary>The tools, as <see cref="ToolCatalog.SelectAsync"/> accepts them.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>The functions that were given as source text.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>Whether the functions of a template were left out because the template is not trusted.</summary>
    public bool LeavesFunctionsOut { get; private init; }

    /// <summary>Whether only the first fenced code block of the answer is wanted.</summary>
    public bool Extract { get; init; }

    /// <summary>Whether only the last fenced code block of the answer is wanted.</summary>
    public bool ExtractLast { get; init; }

    /// <summary>Whether only a code block of the answer is wanted.</summary>
    public bool WantsCodeOnly => Extract || ExtractLast;

    /// <summary>Whether there are fragments to load.</summary>
    public bool HasFragments => Fragments.Count + SystemFragments.Count > 0;

    /// <summary>Whether a fragment is read from standard input.</summary>
    public bool HasPipedFragment => Fragments.Contains("-") || SystemFragments.Contains("-");

    /// <summary>Whether there is something to send even if there is no text.</summary>
    public bool HasContent => HasPieces || Options.Schema is not null;

    /// <summary>Whether the draft contains input that is new to the model.</summary>
    public bool HasInput => !string.IsNullOrEmpty(Text) || HasPieces;

    private bool HasPieces => Options.Attachments.Count + TypedAttachments.Count + Fragments.Count > 0;

    /// <summary>Puts a text before the user's text.</summary>
    public PromptDraft Prepend(string input) =>
        string.IsNullOrEmpty(input) ? this : this with { Text = string.IsNullOrEmpty(Text) ? input : $"{input} {Text}" };

    /// <summary>Fills the template with the text; the user's instructions take precedence over those of the template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="values">The values of the template's variables, by name.</param>
    /// <exception cref="LlmException">A variable has no value.</exception>
    public PromptDraft Fill(Template template, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(template);
        var takesInput = template.Variables.Contains("input");
        var (prompt, system) = template.Evaluate(takesInput ? Text ?? "" : "", values);
        return this with
        {
            Text = string.IsNullOrEmpty(prompt) ? Text : takesInput || string.IsNullOrEmpty(Text) ? prompt : $"{prompt}\n{Text}",
            Options = string.IsNullOrEmpty(Options.System) ? Options with { System = system } : Options,
        };
    }

    /// <summary>
    /// Adds the settings of a template: model, options, schema, attachments, fragments, collections, tools and functions.
    /// </summary>
    /// <remarks>The user's settings take precedence, except for the schema, where the template's does, as in the Python tool.</remarks>
    /// <exception cref="LlmException">An attachment cannot be found or read.</exception>
    public async Task<PromptDraft> ApplyAsync(Template template, AttachmentResolver attachments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(attachments);
        var plain = new List<Attachment>();
        foreach (var value in template.Attachments ?? []) plain.Add(await attachments.ResolveAsync(value, cancellationToken));
        var typed = new List<Attachment>();
        foreach (var (type, value) in template.AttachmentTypes ?? [])
            typed.Add(await attachments.ResolveAsync(value, type, cancellationToken));
        var functions = string.IsNullOrEmpty(template.Functions) ? null : template.Functions;
        return this with
        {
            ModelId = ModelId ?? template.Model,
            Options = Options with
            {
                Schema = template.SchemaObject ?? Options.Schema,
                Options = Merge(Options.Options, template.Options),
                Attachments = [.. plain, .. template.Contents, .. Options.Attachments],
            },
            TypedAttachments = [.. typed, .. TypedAttachments],
            Fragments = [.. template.Fragments ?? [], .. Fragments],
            SystemFragments = [.. template.SystemFragments ?? [], .. SystemFragments],
            Rag = [.. template.Rag ?? [], .. Rag],
            Tools = [.. template.Tools ?? [], .. Tools],
            Functions = functions is not null && template.IsTrusted ? [functions, .. Functions] : Functions,
            LeavesFunctionsOut = functions is not null && !template.IsTrusted,
            Extract = WantsCodeOnly ? Extract : template.Extract ?? false,
            ExtractLast = WantsCodeOnly ? ExtractLast : template.ExtractLast ?? false,
        };
    }

    /// <summary>
    /// Returns the draft with options for a model: those that were given, after validation, and those that the user stored for the model.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="stored">The stored options; null for a model that the user cannot have stored any for.</param>
    /// <exception cref="LlmException">The model does not have an option that was given, or does not accept its value.</exception>
    public PromptDraft For(Model model, ModelOptionStore? stored)
    {
        ArgumentNullException.ThrowIfNull(model);
        return this with
        {
            Options = (Options with { Options = new Dictionary<string, JsonNode?>(stored?.Read(model.Id) ?? []) })
                .With(ModelOptions.Validate(model, Options.Options)),
        };
    }

    /// <summary>Loads the fragments and returns the options to prompt with; attachments from fragments come last.</summary>
    /// <exception cref="LlmException">A fragment cannot be found or read.</exception>
    public Task<PromptOptions> ResolveAsync(FragmentResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        return HasFragments ? LoadAsync(resolver, cancellationToken) : Task.FromResult(With(LoadedFragments.None, LoadedFragments.None));
    }

    private async Task<PromptOptions> LoadAsync(FragmentResolver resolver, CancellationToken cancellationToken)
    {
        var fragments = await resolver.ResolveAsync(Fragments, allowAttachments: true, cancellationToken);
        return With(fragments, await resolver.ResolveAsync(SystemFragments, allowAttachments: false, cancellationToken));
    }

    private PromptOptions With(LoadedFragments fragments, LoadedFragments systemFragments) => Options with
    {
        Fragments = fragments.Fragments,
        SystemFragments = systemFragments.Fragments,
        Attachments = [.. Options.Attachments, .. TypedAttachments, .. fragments.Attachments],
    };

    private static IReadOnlyDictionary<string, JsonNode?> Merge(IReadOnlyDictionary<string, JsonNode?> given, JsonObject? others)
    {
        if (others is null || others.Count == 0) return given;
        var merged = new Dictionary<string, JsonNode?>(given);
        foreach (var (name, value) in others) merged.TryAdd(name, value);
        return merged;
    }
}
