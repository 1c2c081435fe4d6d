using System.Text.Json.Nodes;

namespace Llm;

/// <summary>The input of one model call.</summary>
/// <remarks>Immutable; do not change JSON values that it holds.</remarks>
public sealed class Prompt
{
    /// <summary>Creates a prompt of known messages, such as one that was stored; nothing is checked.</summary>
    public Prompt()
    {
    }

    internal Prompt(
        Model model, string? text, PromptOptions options, IReadOnlyList<Message>? history, bool keepsInstructions = false)
    {
        Fragments = options.Fragments;
        SystemFragments = options.SystemFragments;
        Attachments = options.Attachments;
        Schema = options.Schema is { Count: > 0 } schema ? schema : null;
        SchemaName = options.SchemaName;
        SchemaDescription = options.SchemaDescription;
        Tools = options.Toolboxes.Count == 0
            ? options.Tools
            : [.. options.Tools, .. options.Toolboxes.SelectMany(toolbox => toolbox.Tools)];
        ToolResults = options.ToolResults;
        ToolChoice = options.ToolChoice;
        ParallelToolCalls = options.ParallelToolCalls;
        ExtraBody = options.ExtraBody is { Count: > 0 } extra ? extra : null;
        HideReasoning = options.HideReasoning;
        Options = ModelOptions.Validate(model, options.Options);
        Text = string.Join(
            '\n', [.. Fragments.Select(fragment => fragment.Content), .. string.IsNullOrEmpty(text) ? (string[])[] : [text]]);
        string[] system = [.. SystemFragments.Select(fragment => fragment.Content.Trim()), (options.System ?? "").Trim()];
        System = string.Join("\n\n", system.Where(bit => bit.Length > 0));
        Messages = BuildMessages(options.Messages ?? history, keepsInstructions);
        Check(model);
    }

    /// <summary>The fragments and the text, one below the other.</summary>
    /// <remarks>Taken from the last message of the user unless set.</remarks>
    public string Text
    {
        get => field ?? Messages.LastOrDefault(message => message.Role == Message.UserRole)?.Text ?? "";
        init;
    }

    /// <summary>The system fragments and the instructions, with a blank line between; empty if there are none.</summary>
    public string System { get; init; } = "";

    /// <summary>The fragments, which are part of <see cref="Text"/>.</summary>
    public IReadOnlyList<Fragment> Fragments { get; init; } = [];

    /// <summary>The system fragments, which are part of <see cref="System"/>.</summary>
    public IReadOnlyList<Fragment> SystemFragments { get; init; } = [];

    /// <summary>The attachments of this turn.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>The JSON schema for the answer, or null.</summary>
    public JsonObject? Schema { get; init; }

    /// <summary>The schema's name for the provider; null for the provider's usual name.</summary>
    public string? SchemaName { get; init; }

    /// <summary>What an answer of the schema is; null if that is not said.</summary>
    public string? SchemaDescription { get; init; }

    /// <summary>The tools on offer.</summary>
    public IReadOnlyList<Tool> Tools { get; init; } = [];

    /// <summary>The tool results of this turn.</summary>
    public IReadOnlyList<ToolResult> ToolResults { get; init; } = [];

    /// <summary>
    /// Whether the model must call tools; null leaves it to the provider, which usually means <see cref="ToolChoice.Auto"/>.
    /// </summary>
    public ToolChoice? ToolChoice { get; init; }

    /// <summary>Whether the model may make several calls at once; null leaves it to the provider.</summary>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>The checked options; those not set are missing.</summary>
    public JsonObject Options { get; init; } = [];

    /// <summary>Members that are added to the body of the request, in place of those of the same name; null if there are none.</summary>
    public JsonObject? ExtraBody { get; init; }

    /// <summary>Whether to ask the provider not to send its reasoning.</summary>
    public bool HideReasoning { get; init; }

    /// <summary>The whole input chain: history, then this turn's tool results, then what the user says.</summary>
    public IReadOnlyList<Message> Messages { get; init; } = [];

    /// <summary>Whether <see cref="System"/> is not sent, because the conversation keeps the instructions that it began with.</summary>
    public bool LeavesInstructionsOut => System.Length > 0 && InstructionsOf(Messages) != System;

    /// <summary>The value of an option; the type's default if it is not set.</summary>
    public T? Get<T>(ModelOption<T> option) => option.TryGet(Options, out var value) ? value : default;

    private List<Message> BuildMessages(IReadOnlyList<Message>? history, bool keepsInstructions)
    {
        var messages = new List<Message>(history ?? []);
        if (System.Length > 0 && !(keepsInstructions && history is not null)) AddInstructions(messages);
        if (ToolResults.Count > 0) messages.Add(Message.Tool(ToolResults.Select(result => result.ToPart())));
        var said = new List<Part>();
        if (Text.Length > 0) said.Add(Text);
        foreach (var attachment in Attachments) said.Add(attachment);
        if (said.Count > 0) messages.Add(Message.User(said));
        return messages;
    }

    /// <summary>Puts the instructions in front of messages that have none.</summary>
    private void AddInstructions(List<Message> messages)
    {
        if (InstructionsOf(messages) is not { } own) messages.Insert(0, Message.System(System));
        else if (own != System)
        {
            throw new LlmException(
                "The messages begin with other instructions than those of the prompt. Leave out System, or start a new conversation "
                + "with it.");
        }
    }

    private static string? InstructionsOf(IReadOnlyList<Message> messages) =>
        messages is [{ Role: Message.SystemRole } first, ..] ? first.Text.Trim() : null;

    /// <summary>Refuses what the model cannot take before anything is sent.</summary>
    private void Check(Model model)
    {
        if (Schema is not null && !model.SupportsSchema) throw new LlmException($"{model} does not support schemas");
        if (ExtraBody is not null && !model.SupportsExtraBody)
        {
            throw new LlmException(
                $"{model} does not take additional members of the request body: leave out "
                + $"{string.Join(", ", ExtraBody.Select(member => member.Key))}.");
        }

        if (Tools.Count > 0)
        {
            if (!model.SupportsTools) throw new LlmException($"{model} does not support tools");
            model.CheckServerSideTools(this);
            CheckToolNames();
        }

        CheckToolChoice(model);
        CheckAttachments(model, Attachments);
    }

    private void CheckToolNames()
    {
        foreach (var tool in Tools)
        {
            // A tool that is named twice is still one tool.
            if (Tools.Any(other => other.Name == tool.Name && other != tool))
                throw new LlmException($"Two tools have the name {tool.Name}: give one of them another name.");
        }
    }

    private void CheckToolChoice(Model model)
    {
        var mustCall = ToolChoice is { } choice && choice != ToolChoice.Auto && choice != ToolChoice.None;
        if (!model.SupportsToolChoice && (mustCall || ParallelToolCalls == false))
        {
            throw new LlmException(
                $"{model} cannot be made to call tools{(mustCall ? "" : " one at a time")}: leave out "
                + $"{(mustCall ? "the tool choice" : nameof(ParallelToolCalls))}, and say in the instructions what is wanted.");
        }

        if (mustCall && Tools.Count == 0) throw new LlmException($"The tool choice {ToolChoice} needs a tool: offer one.");
        if (ToolChoice?.Name is { } wanted && !Tools.Any(tool => tool.Name == wanted && !tool.IsServerSide))
        {
            throw new LlmException(
                $"The tool choice names {wanted}, which is not offered. "
                + $"The tools are: {string.Join(", ", Tools.Where(tool => !tool.IsServerSide).Select(tool => tool.Name))}.");
        }
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
            attachment.RequireContent();
            if (Takes(model, attachment)) continue;
            if (model.AttachmentTypes.Count == 0) throw new LlmException("This model does not support attachments");
            var accepted = string.Join(", ", model.AttachmentTypes.Order(StringComparer.Ordinal));
            throw new LlmException($"This model does not support attachments of type '{attachment.LocalType()}', only {accepted}");
        }
    }
}
