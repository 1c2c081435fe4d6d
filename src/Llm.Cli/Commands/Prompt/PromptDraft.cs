using System.Text.Json.Nodes;

namespace Llm.Cli.Commands.Prompt;

/// <summary>A prompt while options, template and conversation fill it in.</summary>
internal sealed class PromptDraft
{
    /// <summary>What the user asks; null if nothing was given.</summary>
    public string? Text { get; set; }

    public string? System { get; set; }

    public string? ModelId { get; set; }

    public JsonObject? Schema { get; set; }

    public bool Extract { get; set; }

    public bool ExtractLast { get; set; }

    /// <summary>Model options; those the user typed are text.</summary>
    public JsonObject Options { get; set; } = [];

    public List<string> Fragments { get; init; } = [];

    public List<string> SystemFragments { get; init; } = [];

    public List<string> Tools { get; init; } = [];

    public List<string> Functions { get; init; } = [];

    /// <summary>Whether the template has functions that may not run, as it is none of the user's.</summary>
    public bool LeavesFunctionsOut { get; private set; }

    /// <summary>Attachments in the order in which they are sent: those of <c>-a</c>, then those of <c>--at</c>.</summary>
    public List<Attachment> Attachments { get; init; } = [];

    public List<Attachment> TypedAttachments { get; init; } = [];

    public bool WantsCodeOnly => Extract || ExtractLast;

    public bool HasFragments => Fragments.Count + SystemFragments.Count > 0;

    /// <summary>Whether there is something to send without asking for text.</summary>
    public bool HasContent => Attachments.Count + TypedAttachments.Count + Fragments.Count > 0 || Schema is not null;

    /// <summary>Whether there is something that the model has not seen.</summary>
    public bool HasInput => !string.IsNullOrEmpty(Text) || Attachments.Count + TypedAttachments.Count + Fragments.Count > 0;

    /// <summary>Puts the text into a template; the user's system prompt counts more than the template's.</summary>
    /// <exception cref="LlmException">A variable has no value.</exception>
    public void Fill(Template template, IReadOnlyDictionary<string, string> values)
    {
        var usesInput = template.Variables.Contains("input");
        var (prompt, system) = template.Evaluate(usesInput ? Text ?? "" : "", values);
        if (string.IsNullOrEmpty(System)) System = system;
        if (!string.IsNullOrEmpty(prompt)) Text = usesInput || string.IsNullOrEmpty(Text) ? prompt : $"{prompt}\n{Text}";
    }

    /// <summary>Adds what else a template brings; what the user gave counts more, except that a template's schema wins, as in the Python tool.</summary>
    public async Task AddAsync(Template template, AttachmentResolver attachments, CancellationToken cancellationToken)
    {
        Attachments.InsertRange(0, template.Contents);
        if (!WantsCodeOnly)
        {
            Extract = template.Extract ?? false;
            ExtractLast = template.ExtractLast ?? false;
        }

        Fragments.InsertRange(0, template.Fragments ?? []);
        SystemFragments.InsertRange(0, template.SystemFragments ?? []);
        Tools.InsertRange(0, template.Tools ?? []);
        if (template.Functions is { Length: > 0 } functions)
        {
            if (template.IsTrusted) Functions.Insert(0, functions);
            else LeavesFunctionsOut = true;
        }

        Schema = template.SchemaObject ?? Schema;
        ModelId ??= template.Model;
        foreach (var (name, value) in template.Options ?? [])
        {
            if (!Options.ContainsKey(name)) Options[name] = value?.DeepClone();
        }

        for (var i = 0; i < (template.Attachments?.Count ?? 0); i++)
        {
            Attachments.Insert(i, await attachments.ResolveAsync(template.Attachments![i], cancellationToken));
        }

        for (var i = 0; i < (template.AttachmentTypes?.Count ?? 0); i++)
        {
            var (type, value) = template.AttachmentTypes![i];
            TypedAttachments.Insert(i, await attachments.ResolveAsync(value, type, cancellationToken));
        }
    }

    /// <summary>The options for a model: those of this prompt, then those that the user stored for the model.</summary>
    /// <exception cref="LlmException">The model does not have such an option, or not such a value.</exception>
    public JsonObject OptionsFor(Model model, ModelOptionStore stored)
    {
        var options = ModelOptions.Validate(model.Options, Options);
        foreach (var (name, value) in stored.Read(model.Id))
        {
            if (!options.ContainsKey(name)) options[name] = value?.DeepClone();
        }

        return options;
    }

    /// <summary>What goes with the text: instructions, checked options, loaded fragments, and attachments with those of the fragments last.</summary>
    public PromptOptions ToOptions(JsonObject options, LoadedFragments fragments, LoadedFragments systemFragments) => new()
    {
        System = System,
        Fragments = fragments.Fragments,
        SystemFragments = systemFragments.Fragments,
        Attachments = [.. Attachments, .. TypedAttachments, .. fragments.Attachments],
        Options = options,
    };
}
