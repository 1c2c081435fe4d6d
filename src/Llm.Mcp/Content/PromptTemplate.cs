using ModelContextProtocol.Protocol;

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
        var prompts = connection.Capabilities.Prompts is null
            ? []
            : await ServerLists.PromptsAsync(connection, cancellationToken);
        var prompt = prompts.FirstOrDefault(prompt => prompt.Name == name) ?? throw new McpServerException(
            server, $"The MCP server '{server}' has no prompt '{name}'. It has: {Names(prompts)}");
        var declared = prompt.Arguments ?? [];
        if (declared.FirstOrDefault(argument => argument.Required == true && !parameters.ContainsKey(argument.Name)) is { } missing)
            throw new McpServerException(server, $"The prompt '{name}' requires a value: -p {missing.Name} VALUE{Describe(missing)}");
        var values = declared.Where(argument => parameters.ContainsKey(argument.Name))
            .ToDictionary(argument => argument.Name, argument => (object?)parameters[argument.Name]);
        var result = await connection.RequestAsync(
            (client, token) => client.GetPromptAsync(name, values, cancellationToken: token).AsTask(), cancellationToken);
        return ToTemplate($"mcp:{server}/{name}", result);
    }

    /// <summary>
    /// Joins all messages to one text, with blank lines between them. If some are the assistant's, each message begins with its role.
    /// </summary>
    public static Template ToTemplate(string name, GetPromptResult result)
    {
        var reader = new ContentReader();
        var isDialogue = result.Messages.Any(message => message.Role == Role.Assistant);
        foreach (var message in result.Messages)
        {
            var before = reader.Texts.Count;
            reader.Add(message.Content);
            if (isDialogue && reader.Texts.Count > before)
                reader.Texts[before] = $"{(message.Role == Role.Assistant ? "Assistant" : "User")}: {reader.Texts[before]}";
        }

        // The server has filled in all values, so a dollar sign does not begin a variable.
        var text = string.Join("\n\n", reader.Texts).Replace("$", "$$", StringComparison.Ordinal);
        return new Template { Name = name, Prompt = text, Contents = reader.Attachments };
    }

    private static string Names(IEnumerable<ModelContextProtocol.Protocol.Prompt> prompts) =>
        string.Join(", ", prompts.Select(prompt => prompt.Name)) is { Length: > 0 } names ? names : "none";

    private static string Describe(PromptArgument argument) =>
        string.IsNullOrEmpty(argument.Description) ? "" : $" ({argument.Description})";
}
