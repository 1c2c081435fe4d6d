using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>A function that is offered to a model.</summary>
/// <param name="Name">The name that the model calls.</param>
/// <param name="Description">What it does, for the model; null if nothing is said.</param>
/// <param name="InputSchema">The JSON schema of its arguments.</param>
/// <param name="Plugin">The plugin it comes from; null for a function given as text or in code.</param>
public sealed record Tool(string Name, string? Description, JsonObject InputSchema, string? Plugin = null)
{
    /// <summary>The configured toolbox or server-side tool that it belongs to; null for a plain function. Not part of the hash.</summary>
    public ToolInstance? Instance { get; init; }

    /// <summary>The SHA-256 in lower-case hexadecimal under which the log stores the tool; key order counts.</summary>
    public string Hash()
    {
        var json = new JsonObject { ["name"] = Name, ["description"] = Description, ["input_schema"] = InputSchema.DeepClone() };
        if (!string.IsNullOrEmpty(Plugin)) json["plugin"] = Plugin;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PythonJson.Spaced(json))));
    }
}
