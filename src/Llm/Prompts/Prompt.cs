using System.Text.Json.Nodes;

namespace Llm;

/// <summary>The input of one model call.</summary>
public sealed class Prompt
{
    internal Prompt(Model model, string? text, PromptOptions options, IReadOnlyList<Message>? history)
    {
        Model = model;
        Fragments = options.Fragments;
        SystemFragments = options.SystemFragments;
        Attachments = options.Attachments;
        Schema = options.Schema is { Count: > 0 } schema ? schema : null;
        Tools = options.Toolboxes.Count == 0
            ? options.Tools
            : [.. options.Tools, .. options.Toolboxes.SelectMany(toolbox => toolbox.Tools)];
        ToolResults = options.ToolResults;
        HideReasoning = options.HideReasoning;
        Options = ModelOptions.Validate(model.Options, options.Options);
        Text = string.Join(
            '\n', [.. Fragments.Select(fragment => fragment.Content), .. string.IsNullOrEmpty(text) ? (string[])[] : [text]]);
        System = string.Join("\n\n", SystemFragments.Select(fragment => fragment.Content).Append(options.System ?? "")
            .Select(bit => bit.Trim()).Where(bit => bit.Length > 0));
        Messages = BuildMessages(options.Messages ?? history);
        Check();
    }

    /// <summary>Rebuilds the prompt of a response that was stored.</summary>
    internal Prompt(Model model, ResponseRecord record)
    {
        Model = model;
        Messages = record.Input;
        System = record.System;
        Options = record.Options;
        Schema = record.Schema;
        Tools = record.Tools;
        Text = record.Input.LastOrDefault(message => message.Role == Message.UserRole)?.Text ?? "";
    }

    /// <summary>The model that is asked.</summary>
    public Model Model { get; }

    /// <summary>The fragments and the text, one below the other.</summary>
    public string Text { get; }

    /// <summary>The system fragments and the instructions, with a blank line between; empty if there are none.</summary>
    public string System { get; }

    /// <summary>The fragments, which are part of <see cref="Text"/>.</summary>
    public IReadOnlyList<Fragment> Fragments { get; } = [];

    /// <summary>The system fragments, which are part of <see cref="System"/>.</summary>
    public IReadOnlyList<Fragment> SystemFragments { get; } = [];

    /// <summary>The attachments of this turn.</summary>
    public IReadOnlyList<Attachment> Attachments { get; } = [];

    /// <summary>The JSON schema for the answer, or null.</summary>
    public JsonObject? Schema { get; }

    /// <summary>The tools on offer.</summary>
    public IReadOnlyList<Tool> Tools { get; } = [];

    /// <summary>The tool results of this turn.</summary>
    public IReadOnlyList<ToolResult> ToolResults { get; } = [];

    /// <summary>The checked options; those not set are missing.</summary>
    public JsonObject Options { get; }

    /// <summary>Whether to ask the provider not to send its reasoning.</summary>
    public bool HideReasoning { get; }

    /// <summary>The whole input chain: history, then this turn's tool results, then what the user says.</summary>
    public IReadOnlyList<Message> Messages { get; }

    /// <summary>The value of an option; the type's default if it is not set.</summary>
    public T? Get<T>(ModelOption<T> option) => option.TryGet(Options, out var value) ? value : default;

    private List<Message> BuildMessages(IReadOnlyList<Message>? history)
    {
        var messages = new List<Message>(history ?? []);
        if (history is null && System.Length > 0) messages.Add(Message.System(System));
        if (ToolResults.Count > 0) messages.Add(Message.Tool(ToolResults.Select(ToPart)));
        var user = Message.User();
        if (Text.Length > 0) user.Parts.Add(Text);
        foreach (var attachment in Attachments) user.Parts.Add(attachment);
        if (user.Parts.Count > 0) messages.Add(user);
        return messages;
    }

    internal static ToolResultPart ToPart(ToolResult result) => new()
    {
        Name = result.Name,
        Output = result.Output,
        ToolCallId = result.ToolCallId,
        Exception = result.Exception,
        Attachments = [.. result.Attachments],
    };

    /// <summary>Refuses what the model cannot take before anything is sent.</summary>
    private void Check()
    {
        if (Schema is not null && !Model.SupportsSchema) throw new LlmException($"{Model} does not support schemas");
        if (Tools.Count > 0)
        {
            if (!Model.SupportsTools) throw new LlmException($"{Model} does not support tools");
            Model.CheckServerSideTools(this);
        }

        CheckAttachments(Model, Attachments);
    }

    /// <summary>Whether a model takes an attachment, as far as its type is known here.</summary>
    internal static bool Takes(Model model, Attachment attachment) =>
        model.AttachmentTypes.Count > 0
            && (attachment.LocalType() is not { } type || model.AttachmentTypes.Contains(MediaTypes.Plain(type)));

    /// <summary>Refuses attachments that the model does not take.</summary>
    internal static void CheckAttachments(Model model, IEnumerable<Attachment> attachments)
    {
        foreach (var attachment in attachments)
        {
            if (Takes(model, attachment)) continue;
            if (model.AttachmentTypes.Count == 0) throw new LlmException("This model does not support attachments");
            var accepted = string.Join(", ", model.AttachmentTypes.Order(StringComparer.Ordinal));
            throw new LlmException($"This model does not support attachments of type '{attachment.LocalType()}', only {accepted}");
        }
    }
}
