namespace Llm;

/// <summary>What a host provides to its models: the clock, ids, stored keys, limits and an observer.</summary>
/// <remarks>Immutable; shared by all models of a host.</remarks>
public sealed class ModelServices
{
    /// <summary>The system's clock, new ids and no stored keys, for models that no host has registered.</summary>
    public static ModelServices Default { get; } = new();

    /// <summary>The clock that times prompts.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Makes the ids of responses, conversations and tool calls.</summary>
    public UlidGenerator Ids { get; init; } = new();

    /// <summary>The stored keys; null if there are none.</summary>
    public IKeySource? Keys { get; init; }

    /// <summary>What the user gave for packages of models; null if the host has none.</summary>
    public Packages.PackageCredentials? PackageCredentials { get; init; }

    /// <summary>Finds another model by its id or alias; null if there are no others.</summary>
    public Func<string, Model?>? FindModel { get; init; }

    /// <summary>How long to wait for a provider and how often to retry; created with the first request.</summary>
    public Lazy<RequestLimits> Limits { get; init; } = new(new RequestLimits());

    /// <summary>Receives every request; null, which costs nothing, if no one observes them.</summary>
    public IModelObserver? Observer { get; init; }
}
