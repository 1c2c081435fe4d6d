namespace Llm;

/// <summary>
/// A model for one task that is not a conversation: a <see cref="RerankModel"/>, <see cref="ModerationModel"/>,
/// <see cref="TranscriptionModel"/> or <see cref="SpeechModel"/>.
/// </summary>
/// <remarks>One instance serves many calls at once. Calls are not logged.</remarks>
public abstract class TaskModel
{
    private ModelServices services = ModelServices.Default;

    private protected TaskModel(string id) => Id = id;

    /// <summary>The name that users choose the model by.</summary>
    public string Id { get; }

    /// <summary>What the host provides; set when the model is registered.</summary>
    public ModelServices Services
    {
        get => services;
        init => services = value;
    }

    /// <summary>The name under which the key is stored; null if no key is needed.</summary>
    public virtual string? NeedsKey => null;

    /// <summary>The environment variable that holds the key where none is stored.</summary>
    public virtual string? KeyEnvironmentVariable => null;

    /// <summary>
    /// Whether listings show the model where its key is not set. A provider with many models, which few users have a key for, says no, so
    /// that lists stay readable; its models are nevertheless found by name.
    /// </summary>
    public virtual bool IsListedWithoutKey => true;

    /// <summary>Returns the name of the class and the ID, as listings show a model.</summary>
    public override string ToString() => $"{GetType().Name}: {Id}";

    /// <summary>The model itself; for one that was only described so far, its plugin is loaded.</summary>
    internal virtual TaskModel Loaded => this;

    /// <summary>Gives the model what its host provides.</summary>
    internal void Attach(ModelServices provided) => services = provided;
}
