namespace Llm;

/// <summary>
/// Models that a plugin does not register one by one, because there are many of them or only a server knows them: they are found by name.
/// </summary>
/// <remarks>Implementations must be thread-safe, and cost nothing before they are asked.</remarks>
public interface IModelSource
{
    /// <summary>
    /// The models for listings: those that are known, for example from an earlier answer of the server. Must be quick; an absent server
    /// must not be waited for.
    /// </summary>
    /// <exception cref="LlmException">A file that lists models is not valid.</exception>
    IReadOnlyList<RegisteredModel> List();

    /// <summary>Finds a model by its id or an alias; null if there is none. Asked only for names that no registered model has.</summary>
    /// <param name="name">The name, as the user gives it or as an alias of the user's has it.</param>
    /// <exception cref="LlmException">A file that lists models is not valid.</exception>
    Model? Find(string name);
}
