using System.Text.Json.Nodes;

namespace Llm.Prompting;

/// <summary>A prompt as a user asks for it: names of fragments, tools and model options, before anybody looks them up.</summary>
public sealed record PromptDraft
{
    /// <summary>What the user asks; null if nothing was given.</summary>
    public string? Text { get; init; }

    /// <summary>The id or alias of the model; null leaves the choice to the conversation or the default.</summary>
    public string? ModelId { get; init; }

    /// <summary>What goes with the text as it is: instructions, schema, model options (which may be text), attachments, key.</summary>
    public PromptOptions Options { get; init; } = new();

    /// <summary>Attachments with an explicit media type, sent after the others.</summary>
    public IReadOnlyList<Attachment> TypedAttachments { get; init; } = [];

    /// <summary>Fragments that go before the text, as <see cref="FragmentResolver"/> takes them.</summary>
    public IReadOnlyList<string> Fragments { get; init; } = [];

    /// <summary>Fragments that go before the instructions.</summary>
    public IReadOnlyList<string> SystemFragments { get; init; } = [];

    /// <summary>Tools, as <see cref="ToolCatalog.SelectAsync"/> takes them.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Functions given as text.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>Whether a template has functions that may not run because it comes from elsewhere.</summary>
    public bool LeavesFunctionsOut { get; private init; }

    /// <summary>Whether only the first fenced code block of the answer is wanted.</summary>
    public bool Extract { get; init; }

    /// <summary>Whether only the last fenced code block of the answer is wanted.</summary>
    public bool ExtractLast { get; init; }

    /// <summary>Whether only code is wanted.</summary>
    public bool WantsCodeOnly => Extract || ExtractLast;

    /// <summary>Whether there are fragments to load.</summary>
    public bool HasFragments => Fragments.Count + SystemFragments.Count > 0;

    /// <summary>Whether a fragment is what comes through the pipe.</summary>
    public bool HasPipedFragment => Fragments.Contains("-") || SystemFragments.Contains("-");

    /// <summary>Whether there is something to send even without a text.</summary>
    public bool HasContent => HasPieces || Options.Schema is not null;

    /// <summary>Whether there is something that the model has not seen.</summary>
    public bool HasInput => !string.IsNullOrEmpty(Text) || HasPieces;

    private bool HasPieces => Options.Attachments.Count + TypedAttachments.Count + Fragments.Count > 0;

    /// <summary>Puts a text before that of the user.</summary>
    public PromptDraft Prepend(string input) =>
        string.IsNullOrEmpty(input) ? this : this with { Text = string.IsNullOrEmpty(Text) ? input : $"{input} {Text}" };

    /// <summary>Puts the text into a template; the user's instructions take precedence over the template's.</summary>
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

    /// <summary>Adds what a template brings besides its texts.</summary>
    /// <remarks>What the user gave takes precedence, except that a template's schema wins, as in the Python tool.</remarks>
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
            Tools = [.. template.Tools ?? [], .. Tools],
            Functions = functions is not null && template.IsTrusted ? [functions, .. Functions] : Functions,
            LeavesFunctionsOut = functions is not null && !template.IsTrusted,
            Extract = WantsCodeOnly ? Extract : template.Extract ?? false,
            ExtractLast = WantsCodeOnly ? ExtractLast : template.ExtractLast ?? false,
        };
    }

    /// <summary>
    /// The draft with model options that a model takes: those given, checked, then those that the user stored for the model.
    /// </summary>
    /// <exception cref="LlmException">The model does not have such an option, or not such a value.</exception>
    public PromptDraft For(Model model, ModelOptionStore stored)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stored);
        return this with
        {
            Options = Options with { Options = Merge(ModelOptions.Validate(model.Options, Options.Options), stored.Read(model.Id)) },
        };
    }

    /// <summary>Loads the fragments; what goes with the text, the attachments of fragments last.</summary>
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

    private static JsonObject Merge(JsonObject given, JsonObject? others)
    {
        if (others is null || others.Count == 0) return given;
        var merged = given.DeepClone().AsObject();
        foreach (var (name, value) in others)
        {
            if (!merged.ContainsKey(name)) merged[name] = value?.DeepClone();
        }

        return merged;
    }
}
