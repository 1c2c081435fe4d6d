namespace Llm.Storage.Logs;

/// <summary>By what the usage of logged calls is added up.</summary>
public enum UsageGrouping
{
    /// <summary>The day on which the call was made, in UTC.</summary>
    Day,

    /// <summary>The model that was asked.</summary>
    Model,

    /// <summary>The conversation.</summary>
    Conversation,
}
