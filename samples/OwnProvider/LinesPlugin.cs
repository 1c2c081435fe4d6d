using Llm;

namespace OwnProvider;

/// <summary>Adds the model to a host.</summary>
internal sealed class LinesPlugin(string name, Uri server, Func<HttpClient> http) : IPlugin
{
    public string Name => "lines";

    public void RegisterModels(ModelRegistry models) => models.Add(new LinesModel(name, server, http));
}
