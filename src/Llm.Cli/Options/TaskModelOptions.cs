using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>The options for the model of a task, its key and its server.</summary>
internal sealed class TaskModelOptions : OptionGroup
{
    private readonly string what;
    private readonly string type;
    private readonly ValueOption<string> model;
    private readonly ValueOption<string> key = new("--key") { Help = "API key to use" };
    private readonly ValueOption<string> baseUrl = new("--base-url")
    {
        Help = "Address of a compatible server, such as http://localhost:8080/v1",
        Metavar = "URL",
    };

    /// <summary>Makes the options.</summary>
    /// <param name="what">What the model is called in help pages and messages.</param>
    /// <param name="type">The name of the task in <c>llm models --type</c>.</param>
    public TaskModelOptions(string what, string type)
    {
        (this.what, this.type) = (what, type);
        model = new("-m", "--model")
        {
            Help = $"Model to use; 'llm models --type {type}' lists them",
            EnvironmentVariable = $"LLM_{type.ToUpperInvariant()}_MODEL",
        };
    }

    public override IReadOnlyList<Option> All => [model, key, baseUrl];

    /// <summary>The key that is given; null for the usual one.</summary>
    public string? Key(Invocation invocation) => Given(invocation, key);

    /// <summary>The address of a server that no file describes; null if the model is one of the host's.</summary>
    public string? Address(Invocation invocation) => Given(invocation, baseUrl);

    /// <summary>The model to use.</summary>
    /// <param name="invocation">The options.</param>
    /// <param name="models">The models of the host.</param>
    /// <param name="create">Creates the model of a server from its address, the name there, and whether it gets a key.</param>
    /// <exception cref="LlmException">No model is named and there is no default, or there is no such model.</exception>
    public TModel Find<TModel>(Invocation invocation, TaskModelCatalog<TModel> models, TaskModelFactory<TModel> create)
        where TModel : TaskModel
    {
        var name = Given(invocation, model);
        if (Address(invocation) is { } address)
        {
            return create(
                address, name ?? throw new LlmException("--base-url needs the name of the model there: add -m NAME"),
                Key(invocation) is not null);
        }

        name ??= models.DefaultId ?? throw new LlmException(
            $"Name a {what} with -m, or set {model.EnvironmentVariable}. 'llm models --type {type} --all' lists those that are known.");
        return models.Find(name) ?? throw new LlmException(
            $"There is no {what} '{name}'. 'llm models --type {type} --all' lists those that are known.");
    }

    private static string? Given(Invocation invocation, ValueOption<string> option) =>
        invocation.Get(option) is { Length: > 0 } given ? given : null;
}

/// <summary>Creates a model of a server that no file describes.</summary>
/// <param name="address">The part before the path of the interface.</param>
/// <param name="name">The name by which the server knows the model.</param>
/// <param name="sendKey">Whether a key is sent.</param>
internal delegate TModel TaskModelFactory<out TModel>(string address, string name, bool sendKey);
