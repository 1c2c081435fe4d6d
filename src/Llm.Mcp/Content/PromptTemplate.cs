using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Mcp;

/// <summary>Converts a server's prompt to a template, whose values the server fills in.</summary>
internal static class PromptTemplate
{
    /// <summary>Requests the prompt with those of the user's values that it declares.</summary>
    /// <exception cref="McpServerException">There is no such prompt, a value is missing, or the server refuses.</exception>
    public static async Task<Template> GetAsync(
        McpConnection connection, string server, string name, IReadOnlyDictionary<string, string> parameters,
        CancellationToken cancellationToken)
    {
        var prompts = await ServerLists.PromptsAsync(connection, cancellationToken);
        var prompt = prompts.FirstOrDefault(prompt => prompt.Text("name") == name) ?? throw new McpServerException(
            server, $"The MCP server '{server}' has no prompt '{name}'. It has: {Names(prompts)}");
        var values = new JsonObject();
        foreach (var declared in prompt.Objects("arguments"))
        {
            if (declared.Text("name") is not { Length: > 0 } argument) continue;
            if (parameters.TryGetValue(argument, out var value)) values[argument] = value;
            else if (declared.IsTrue("required"))
                throw new McpServerException(server, $"The prompt '{name}' requires a value: -p {argument} VALUE{Describe(declared)}");
        }

        var result = await connection.RequestAsync(
            "prompts/get", new JsonObject { ["name"] = name, ["arguments"] = values }, cancellationToken);
        return ToTemplate($"mcp:{server}/{name}", result);
    }

    /// <summary>
    /// Joins all messages to one text, with blank lines between them. If some are the assistant's, each message begins with its role.
    /// </summary>
    public static Template ToTemplate(string name, JsonNode? result)
    {
        var reader = new ContentReader();
        var messages = (result as JsonObject)?.Objects("messages").ToList() ?? [];
        var isDialogue = messages.Any(IsAssistants);
        foreach (var message in messages)
        {
            var before = reader.Texts.Count;
            reader.AddBlocks(message["content"]);
            if (isDialogue && reader.Texts.Count > before)
                reader.Texts[before] = $"{(IsAssistants(message) ? "Assistant" : "User")}: {reader.Texts[before]}";
        }

        // The server has filled in all values, so a dollar sign does not begin a variable.
        var text = string.Join("\n\n", reader.Texts).Replace("$", "$$", StringComparison.Ordinal);
        return new Template { Name = name, Prompt = text, Contents = reader.Attachments };
    }

    private static bool IsAssistants(JsonObject message) => message.Text("role") == "assistant";

    private static string Names(IEnumerable<JsonObject> prompts) =>
        string.Join(", ", prompts.Select(prompt => prompt.Text("name"))) is { Length: > 0 } names ? names : "none";

    private static string Describe(JsonObject argument) =>
        argument.Text("description") is { Length: > 0 } description ? $" ({description})" : "";
}
