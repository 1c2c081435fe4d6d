using Llm.Packages;

namespace Llm.Providers.Dify;

/// <summary>The models of packages for one task.</summary>
/// <param name="models">The models of packages.</param>
/// <param name="type">Their type in packages.</param>
/// <param name="create">Creates a model by the way in which it runs.</param>
internal sealed class PackageTaskModels<TModel>(
    PackageModels models, PackageModelType type, Func<IPackageRunner, PackageModelUse, TModel> create) : ITaskModelSource<TModel>
    where TModel : TaskModel
{
    public IReadOnlyList<RegisteredTaskModel<TModel>> List()
    {
        var list = new List<RegisteredTaskModel<TModel>>();
        foreach (var use in models.UsesOf(type)) list.Add(new RegisteredTaskModel<TModel>(create(models.RunnerOf(use), use), []));
        return list;
    }

    public TModel? Find(string name) => models.FindUse(name, type) is { } use ? create(models.RunnerOf(use), use) : null;
}
