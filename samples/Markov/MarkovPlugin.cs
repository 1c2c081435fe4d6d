using Llm;

namespace Samples.Markov;

/// <summary>Adds the model to the command and to hosts that ask for installed plugins.</summary>
public sealed class MarkovPlugin : IPlugin
{
    public string Name => "markov";

    public void RegisterModels(ModelRegistry models) => models.Add(new MarkovModel(), "chain");
}
