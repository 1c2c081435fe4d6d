using Llm.Packages;

namespace Llm.Providers.Dify;

/// <summary>A call of a model: which one, with which credentials. Immutable.</summary>
public class ModelCall
{
    internal ModelCall(
        PackagedProvider provider, PackageModel description, IReadOnlyDictionary<string, string> credentials,
        ModelServices? services = null) =>
        (Provider, Description, Credentials, Services) = (provider, description, credentials, services ?? ModelServices.Default);

    /// <summary>The name by which the provider knows the model.</summary>
    public string Model => Description.Name;

    /// <summary>What the package says about the model, or the invoker for one that a user added.</summary>
    public PackageModel Description { get; }

    /// <summary>What the user gave, by variable, checked against the form. Fields without a value are missing.</summary>
    public IReadOnlyDictionary<string, string> Credentials { get; }

    /// <summary>The client for requests, which belongs to the provider: do not dispose it.</summary>
    public HttpClient Http => Provider.Http;

    internal PackagedProvider Provider { get; }

    internal ModelServices Services { get; }

    /// <summary>One of the credentials; null if it has no value.</summary>
    /// <param name="variable">The name of the field, such as <c>api_key</c>.</param>
    public string? Credential(string variable) => Credentials.GetValueOrDefault(variable);
}
