namespace Llm.Cli.Tests.Commands;

/// <summary>Registers models, the first under the alias <c>f</c> too.</summary>
internal sealed class ModelPlugin(params IReadOnlyList<Model> models) : IPlugin
{
    public string Name => "tests";

    public void RegisterModels(ModelRegistry registry)
    {
        for (var i = 0; i < models.Count; i++) registry.Add(models[i], i == 0 ? ["f"] : []);
    }
}
