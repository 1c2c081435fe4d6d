namespace Llm;

/// <summary>What a host gives its models: the clock, ids, stored keys and an observer.</summary>
/// <remarks>Immutable; shared by all models of a host.</remarks>
public sealed class ModelEnvironment
{
    /// <summary>The system's clock, fresh ids, no stored keys: for models that no host has registered.</summary>
    public static ModelEnvironment Default { get; } = new();

    /// <summary>Tells when a prompt started and how long it took.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Makes the ids of responses, conversations and tool calls.</summary>
    public UlidGenerator Ids { get; init; } = new();

    /// <summary>The stored keys; null if there are none.</summary>
    public IKeySource? Keys { get; init; }

    /// <summary>How long a provider is waited for and how often it is asked again; made when the first request is.</summary>
    public Lazy<RequestLimits> Limits { get; init; } = new(new RequestLimits());

    /// <summary>Is told of every request; null if nobody wants to know, which costs nothing.</summary>
    public IModelObserver? Observer { get; init; }
}
