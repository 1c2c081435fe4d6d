namespace Llm;

/// <summary>Models for one task that a plugin does not register one by one: they are found by name.</summary>
/// <remarks>Implementations must be thread-safe, and cost nothing before they are asked.</remarks>
/// <typeparam name="TModel">The type of the models.</typeparam>
public interface ITaskModelSource<TModel>
    where TModel : TaskModel
{
    /// <summary>The models for listings: those that are known. Must be quick; a server must not be waited for.</summary>
    /// <exception cref="LlmException">A file that lists models is not valid.</exception>
    IReadOnlyList<RegisteredTaskModel<TModel>> List();

    /// <summary>Finds a model by its id or an alias; null if there is none. Asked only for names that no registered model has.</summary>
    /// <param name="name">The name, as the user gives it or as an alias of the user's has it.</param>
    /// <exception cref="LlmException">
    /// The name is that of a provider without such models, or a file that lists models is not valid.
    /// </exception>
    TModel? Find(string name);
}
