using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>A stored prompt with its settings, such as a model, options and tools.</summary>
public sealed record Template
{
    /// <summary>The name, which is the name of the file.</summary>
    public required string Name { get; init; }

    /// <summary>The prompt, with <c>$variables</c>.</summary>
    public string? Prompt { get; init; }

    /// <summary>The system prompt, with <c>$variables</c>.</summary>
    public string? System { get; init; }

    /// <summary>Paths or URLs of attachments.</summary>
    public IReadOnlyList<string>? Attachments { get; init; }

    /// <summary>Attachments with an explicit media type.</summary>
    public IReadOnlyList<TypedAttachment>? AttachmentTypes { get; init; }

    /// <summary>The model to use if the user names none.</summary>
    public string? Model { get; init; }

    /// <summary>Values for variables that the user does not set.</summary>
    public JsonObject? Defaults { get; init; }

    /// <summary>Model options.</summary>
    public JsonObject? Options { get; init; }

    /// <summary>Whether to print only the first fenced code block.</summary>
    public bool? Extract { get; init; }

    /// <summary>Whether to print only the last fenced code block.</summary>
    public bool? ExtractLast { get; init; }

    /// <summary>The JSON schema for the answer.</summary>
    public JsonObject? SchemaObject { get; init; }

    /// <summary>Fragments that precede the prompt.</summary>
    public IReadOnlyList<string>? Fragments { get; init; }

    /// <summary>Fragments that precede the system prompt.</summary>
    public IReadOnlyList<string>? SystemFragments { get; init; }

    /// <summary>
    /// Collections, each as <c>COLLECTION</c> or <c>COLLECTION:n</c>, whose stored texts that are most similar to the prompt are added to
    /// it. The Python tool refuses a template with this key.
    /// </summary>
    public IReadOnlyList<string>? Rag { get; init; }

    /// <summary>Names of tools, or toolboxes with their arguments.</summary>
    public IReadOnlyList<string>? Tools { get; init; }

    /// <summary>Functions as text, which become tools.</summary>
    public string? Functions { get; init; }

    /// <summary>Attachments that were loaded with the text; they are sent before those that the template names.</summary>
    public IReadOnlyList<Attachment> Contents { get; init; } = [];

    /// <summary>Requests the completed template from its source, with the user's values; null if it is completed locally.</summary>
    public Func<IReadOnlyDictionary<string, string>, CancellationToken, Task<Template>>? Source { get; init; }

    /// <summary>
    /// Whether the text was read from this machine's file system, so that its functions may run; the file itself cannot set this.
    /// </summary>
    public bool IsTrusted { get; init; }

    /// <summary>The names of all variables in the prompt and system prompt.</summary>
    public IReadOnlySet<string> Variables =>
        new HashSet<string>([.. Placeholders.Names(Prompt ?? ""), .. Placeholders.Names(System ?? "")]);

    /// <summary>
    /// Returns the template itself, or the one that its <see cref="Source"/> returns, which is trusted only if this template is.
    /// </summary>
    /// <param name="parameters">The user's values.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlmException">The source cannot complete the template.</exception>
    public async Task<Template> CompleteAsync(
        IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken = default) =>
        Source is null ? this : await Source(parameters, cancellationToken) with { IsTrusted = IsTrusted };

    /// <summary>Replaces the variables with their values.</summary>
    /// <param name="input">The value of <c>$input</c>.</param>
    /// <param name="parameters">The user's values.</param>
    /// <exception cref="LlmException">A variable has no value.</exception>
    public EvaluatedTemplate Evaluate(string input, IReadOnlyDictionary<string, string> parameters)
    {
        var values = new Dictionary<string, string>(parameters) { ["input"] = input };
        foreach (var (name, value) in Defaults ?? []) values.TryAdd(name, PythonRepr.Display(value));
        var prompt = string.IsNullOrEmpty(Prompt) ? input : Placeholders.Fill(Prompt, values);
        return new EvaluatedTemplate(prompt, string.IsNullOrEmpty(System) ? System : Placeholders.Fill(System, values));
    }
}

/// <summary>The texts of a template with the values of its variables.</summary>
/// <param name="Prompt">The prompt, which is the input if the template has none.</param>
/// <param name="System">The instructions; null or empty if the template has none.</param>
public sealed record EvaluatedTemplate(string? Prompt, string? System);

/// <summary>An attachment of a template, with an explicit media type.</summary>
/// <param name="Type">The media type.</param>
/// <param name="Value">A path or a URL.</param>
public sealed record TypedAttachment(string Type, string Value);
