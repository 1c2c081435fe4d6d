using System.Text.Json.Nodes;

namespace Llm;

/// <summary>How many tokens a model call took; null where the provider did not say.</summary>
/// <param name="Input">Tokens of everything that was sent.</param>
/// <param name="Output">Tokens of everything that came back, reasoning included.</param>
/// <param name="Details">The provider's own breakdown, as it came.</param>
public sealed record Usage(int? Input = null, int? Output = null, JsonObject? Details = null);
