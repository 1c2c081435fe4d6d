namespace Llm.Providers.OpenAICompatible;

/// <summary>The models of compatible servers for one task.</summary>
/// <param name="models">What the presets have.</param>
/// <param name="create">Creates a model.</param>
internal sealed class PresetTaskModels<TModel>(PresetInterfaceModels models, Func<PresetInterfaceModel, TModel> create)
    : ITaskModelSource<TModel>
    where TModel : TaskModel
{
    public IReadOnlyList<RegisteredTaskModel<TModel>> List()
    {
        var list = new List<RegisteredTaskModel<TModel>>();
        foreach (var model in models.Known()) list.Add(new RegisteredTaskModel<TModel>(create(model), model.Aliases));
        return list;
    }

    public TModel? Find(string name) => models.Find(name) is { } model ? create(model) : null;
}
