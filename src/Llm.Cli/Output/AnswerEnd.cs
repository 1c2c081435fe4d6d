using Llm.Storage.Logs;

namespace Llm.Cli.Output;

/// <summary>Says that a part of an answer is missing, and why.</summary>
internal static class AnswerEnd
{
    /// <summary>The options that limit the tokens of an answer, under the names of different providers.</summary>
    private static readonly string[] LimitOptions = ["max_tokens", "max_output_tokens", "max_completion_tokens", "num_predict"];

    /// <summary>A warning about an answer that has just ended; null if it is complete.</summary>
    public static string? Warning(Response response)
    {
        if (response.FinishReason is { IsKnown: false } unknown)
            return $"Warning: the answer ended for a reason that is not known here, '{unknown}', so a part of it may be missing.";
        if (response.FinishReason == FinishReason.ContentFilter) return "Warning: the provider's content filter stopped the answer.";
        if (response.FinishReason != FinishReason.Length) return WhatIsMissing(response);
        var option = Array.Find(LimitOptions, name => response.Model?.Options.Any(option => option.Name == name) == true);
        return $"Warning: the answer stopped at the token limit{(option is null ? "" : $" ({option})")}.";
    }

    private static string? WhatIsMissing(Response response)
    {
        var parts = response.Messages.SelectMany(message => message.Parts).ToList();
        if (parts.Exists(part => part is TextPart { IsEmpty: false } or ToolCallPart or AttachmentPart)) return null;
        return parts.Count > 0
            ? "Warning: the model only thought and gave no answer. Prompt again, or ask for less thinking."
            : "Warning: the model gave an empty answer.";
    }

    /// <summary>A note about an answer in the log; null if it is complete.</summary>
    public static string? Note(LoggedTurn turn) => turn switch
    {
        { Incomplete: { } reason } => $"-- unfinished ({reason.ReplaceLineEndings(" ")}) --",
        { FinishReason: { IsCutOff: true } reason } => reason == FinishReason.Length
            ? "-- stopped at the token limit --"
            : "-- stopped by the provider's content filter --",
        _ => null,
    };
}
