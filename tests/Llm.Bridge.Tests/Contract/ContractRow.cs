using Llm.Testing;
using Microsoft.Extensions.AI;

namespace Llm.Bridge.Tests.Contract;

/// <summary>
/// One request that both clients make: the one over our model of the Chat interface, and that of Microsoft.Extensions.AI.OpenAI.
/// </summary>
/// <param name="Subject">The option, content, role or situation that the row is about.</param>
public sealed record ContractRow(string Subject)
{
    /// <summary>Which case of the subject it is.</summary>
    public string Case { get; init; } = "";

    public IReadOnlyList<ChatMessage> Messages { get; init; } = [new(ChatRole.User, "Hi")];

    public ChatOptions? Options { get; init; }

    /// <summary>The answer; null for an echo.</summary>
    public FakeAnswer? Answer { get; init; }

    /// <summary>Whether the row is about streams or whole answers only; null for both.</summary>
    public bool? Stream { get; init; }

    /// <summary>
    /// Every difference, as <c>path: ours | theirs</c> or <c>path: *</c>, that the page about the bridge documents or that means the same
    /// to the server.
    /// </summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>What our message says if we refuse the request and they do not; null if we do not refuse it.</summary>
    public string? Refusal { get; init; }

    public override string ToString() => Case.Length == 0 ? Subject : $"{Subject}: {Case}";

    /// <summary>Whether the row lists a difference.</summary>
    public bool Lists(string difference) => Differences.Any(listed => listed.EndsWith(": *", StringComparison.Ordinal)
        ? difference.StartsWith(listed[..^1], StringComparison.Ordinal)
        : difference == listed);

    /// <summary>A row about one content of what the user says.</summary>
    public static ContractRow Of(AIContent content, string name = "") =>
        new(content.GetType().Name) { Case = name, Messages = [new(ChatRole.User, [new TextContent("Look:"), content])] };
}
