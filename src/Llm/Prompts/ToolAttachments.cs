namespace Llm;

/// <summary>Passes the results of tools to a model.</summary>
internal static class ToolAttachments
{
    /// <summary>
    /// Adds results to a prompt. Their attachments become a message of the user, as the Python tool sends and logs them; a note in the
    /// result names those that the model does not take.
    /// </summary>
    public static PromptOptions Send(PromptOptions options, IReadOnlyList<ToolResult> results, Model model)
    {
        var sent = new List<Attachment>();
        var told = new List<ToolResult>();
        foreach (var result in results)
        {
            var refused = result.Attachments.Where(attachment => !Prompt.Takes(model, attachment)).ToList();
            sent.AddRange(result.Attachments.Except(refused));
            var notes = refused.Select(attachment =>
                $"\n(An attachment of type {attachment.LocalType() ?? "unknown"} was left out: this model does not take it.)");
            told.Add(result with { Output = result.Output + string.Concat(notes), Attachments = [] });
        }

        return options with { ToolResults = told, Attachments = [.. sent, .. options.Attachments] };
    }
}
