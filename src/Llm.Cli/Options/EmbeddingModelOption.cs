using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>The option for an embedding model other than the default one.</summary>
internal sealed class EmbeddingModelOption : OptionGroup
{
    private const string NoModel = "You need to specify an embedding model (no default model is set)";

    public ValueOption<string> Option { get; } = new("-m", "--model")
    {
        Help = "Embedding model to use",
        EnvironmentVariable = "LLM_EMBEDDING_MODEL",
    };

    public override IReadOnlyList<Option> All => [Option];

    /// <summary>The model to use.</summary>
    /// <exception cref="LlmException">There is no such model, or none is given and there is no default.</exception>
    public EmbeddingModel Find(Invocation invocation, CliContext context)
    {
        var name = invocation.Get(Option) is { Length: > 0 } given ? given : context.Host.Defaults.EmbeddingModel;
        if (name is null) throw new LlmException(NoModel);
        // For an unknown name, the Python tool has the same message, which does not help a person.
        if (context.Terminal.ErrorIsTerminal) return context.GetEmbeddingModel(name);
        return context.FindEmbeddingModel(name) ?? throw new UnknownNameException(NoModel, NameKind.EmbeddingModel, name);
    }
}
