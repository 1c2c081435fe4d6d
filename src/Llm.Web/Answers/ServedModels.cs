namespace Llm.Web.Answers;

/// <summary>The models that clients can ask for.</summary>
/// <param name="host">The models and templates.</param>
internal sealed class ServedModels(LlmHost host)
{
    /// <summary>Lists the models that can be used, then their aliases, then the templates.</summary>
    public IReadOnlyList<ServedModel> List()
    {
        var models = host.UsableModels.Models;
        return
        [
            .. models.Select(model => Describe(model.Model.Id, model.Model)),
            .. models.SelectMany(model => model.Aliases.Select(alias => Describe(alias, model.Model))),
            .. host.Templates.List().Select(template => new ServedModel(ChosenModel.TemplatePrefix + template.Name, "llm", null)),
            .. host.ListedEmbeddingModels.Select(model =>
                new ServedModel(model.Model.Id, model.Model.Origin.Provider ?? "llm", null) { Embeds = true }),
        ];
    }

    /// <summary>Finds a model by a name that a client sent; null if there is none.</summary>
    public ServedModel? Find(string name)
    {
        if (name.StartsWith(ChosenModel.TemplatePrefix, StringComparison.Ordinal))
            return List().FirstOrDefault(model => model.Name == name);
        return host.FindModel(name) is { } model ? Describe(name, model)
            : host.FindEmbeddingModel(name) is { } embedding
                ? new ServedModel(name, embedding.Origin.Provider ?? "llm", null) { Embeds = true }
                : null;
    }

    /// <summary>The error for a name that no model has.</summary>
    public static ServedException Unknown(string name) =>
        new(new ServedError(404, ServedErrorKind.UnknownModel, $"Unknown model: {name}. 'llm models' lists those that there are."));

    private static ServedModel Describe(string name, Model model) => new(name, model.Origin.Provider ?? "llm", model);
}

/// <summary>A model as clients see it.</summary>
/// <param name="Name">Its id, an alias, or <c>template:NAME</c>.</param>
/// <param name="Owner">The provider.</param>
/// <param name="Model">The model itself; null for a template and an embedding model.</param>
internal sealed record ServedModel(string Name, string Owner, Model? Model)
{
    /// <summary>Whether it is an embedding model.</summary>
    public bool Embeds { get; init; }
}
