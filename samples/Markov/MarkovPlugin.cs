using Llm;

namespace Markov;

/// <summary>Adds the model to the command.</summary>
public sealed class MarkovPlugin : IPlugin
{
    public string Name => "markov";

    public void RegisterModels(ModelRegistry models) => models.Add(new MarkovModel(), "chain");
}
