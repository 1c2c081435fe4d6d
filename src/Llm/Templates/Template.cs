using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>A stored prompt with everything that goes with it.</summary>
public sealed record Template
{
    /// <summary>The name, which is that of its file.</summary>
    public required string Name { get; init; }

    /// <summary>The prompt, with <c>$variables</c>.</summary>
    public string? Prompt { get; init; }

    /// <summary>The system prompt, with <c>$variables</c>.</summary>
    public string? System { get; init; }

    /// <summary>Paths or addresses of attachments.</summary>
    public IReadOnlyList<string>? Attachments { get; init; }

    /// <summary>Attachments with an explicit media type.</summary>
    public IReadOnlyList<TypedAttachment>? AttachmentTypes { get; init; }

    /// <summary>The model to use where the user names none.</summary>
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

    /// <summary>Fragments that go before the prompt.</summary>
    public IReadOnlyList<string>? Fragments { get; init; }

    /// <summary>Fragments that go before the system prompt.</summary>
    public IReadOnlyList<string>? SystemFragments { get; init; }

    /// <summary>Names of tools, or toolboxes with their arguments.</summary>
    public IReadOnlyList<string>? Tools { get; init; }

    /// <summary>Functions as text, which become tools.</summary>
    public string? Functions { get; init; }

    /// <summary>Attachments that came with the text, sent before those that the template names.</summary>
    public IReadOnlyList<Attachment> Contents { get; init; } = [];

    /// <summary>Asks where the template comes from for its text, with the user's values; null for one that is filled in here.</summary>
    public Func<IReadOnlyDictionary<string, string>, CancellationToken, Task<Template>>? Source { get; init; }

    /// <summary>
    /// Whether the text came from this machine's file system, so that its functions may run; never read from the file itself.
    /// </summary>
    public bool IsTrusted { get; init; }

    /// <summary>The names of all variables in prompt and system prompt.</summary>
    public IReadOnlySet<string> Variables =>
        new HashSet<string>([.. Placeholders.Names(Prompt ?? ""), .. Placeholders.Names(System ?? "")]);

    /// <summary>
    /// The template itself or, where its <see cref="Source"/> fills it in, what that gives; nobody trusts it more than the template.
    /// </summary>
    /// <param name="parameters">The user's values.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="LlmException">The source cannot fill it in.</exception>
    public async Task<Template> CompleteAsync(
        IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken = default) =>
        Source is null ? this : await Source(parameters, cancellationToken) with { IsTrusted = IsTrusted };

    /// <summary>Fills the variables in.</summary>
    /// <param name="input">The value of <c>$input</c>.</param>
    /// <param name="parameters">The user's values.</param>
    /// <returns>The prompt (the input itself, if the template has none) and the system prompt.</returns>
    /// <exception cref="LlmException">A variable has no value.</exception>
    public (string? Prompt, string? System) Evaluate(string input, IReadOnlyDictionary<string, string> parameters)
    {
        var values = new Dictionary<string, string>(parameters) { ["input"] = input };
        foreach (var (name, value) in Defaults ?? []) values.TryAdd(name, PythonRepr.Display(value));
        var prompt = string.IsNullOrEmpty(Prompt) ? input : Placeholders.Fill(Prompt, values);
        return (prompt, string.IsNullOrEmpty(System) ? System : Placeholders.Fill(System, values));
    }
}
