using System.Text.Json.Nodes;

namespace Llm;

/// <summary>The tokens of a model call; null where the provider did not report them.</summary>
/// <param name="Input">Tokens of everything that was sent.</param>
/// <param name="Output">Tokens of the whole answer, reasoning included.</param>
/// <param name="Details">The provider's own breakdown, as received.</param>
public sealed record Usage(int? Input = null, int? Output = null, JsonObject? Details = null);
