namespace Llm;

/// <summary>A model that may need an API key.</summary>
public abstract class KeyModel : Model
{
    /// <summary>Creates a model that is found under <paramref name="id"/>.</summary>
    protected KeyModel(string id)
        : base(id)
    {
    }

    /// <summary>The name under which the key is stored; null if the model needs no key.</summary>
    public virtual string? NeedsKey => null;

    /// <summary>The environment variable that holds the key where none is stored.</summary>
    public virtual string? KeyEnvironmentVariable => null;

    /// <summary>
    /// Whether listings show the model where its key is not set. A provider with many models, which few users have a key for, says no, so
    /// that lists stay readable; its models are nevertheless found by name.
    /// </summary>
    public virtual bool IsListedWithoutKey => true;

    /// <summary>All environment variables that may hold the key, <see cref="KeyEnvironmentVariable"/> among them.</summary>
    /// <remarks>Override it where there are several; functions that must not see keys are started without these variables.</remarks>
    public virtual IReadOnlyList<string> KeyEnvironmentVariables => KeyEnvironmentVariable is { } variable ? [variable] : [];

    internal sealed override string? ResolveKey(string? given) =>
        NeedsKey is null ? null : ApiKeys.Resolve(Services.Keys, given, NeedsKey, KeyEnvironmentVariable);
}
