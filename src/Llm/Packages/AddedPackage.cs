using System.Text.Json.Nodes;

namespace Llm.Packages;

/// <summary>A package that was added, as its index knows it: the files are read only when a model is used. Immutable.</summary>
public sealed class AddedPackage
{
    private readonly Lazy<JsonObject> index;
    private readonly Lazy<IReadOnlyList<PackageModelEntry>> models;
    private readonly Lazy<CredentialForm?> form;
    private readonly Lazy<CredentialForm?> modelForm;
    private readonly ModelPackage? carried;

    /// <summary>A package by its index.</summary>
    internal AddedPackage(string folder, JsonObject index)
        : this(folder, PackageSummary.Of(index), () => index)
    {
    }

    /// <summary>A package by its line in the list of all packages.</summary>
    /// <param name="folder">The folder with its files.</param>
    /// <param name="summary">What the list says.</param>
    /// <param name="readIndex">Reads the index, when what the list does not say is first asked for.</param>
    internal AddedPackage(string folder, PackageSummary summary, Func<JsonObject> readIndex)
    {
        (Folder, Summary) = (folder, summary);
        index = new(readIndex);
        models = new(() => summary.Models ?? ReadModels(index.Value));
        (form, modelForm) = (new(() => FormOf("form")), new(() => FormOf("model_form")));
    }

    /// <summary>A package that a plugin carries and runs.</summary>
    internal AddedPackage(ModelPackage package)
        : this("", Describe(package)) => carried = package;

    /// <summary>Whether a plugin carries it, so that its models run there.</summary>
    public bool IsOfPlugin => carried is not null;

    /// <summary>The folder with its files; empty for one that a plugin carries.</summary>
    public string Folder { get; }

    /// <summary>The name of its provider, with which the ids of its models begin.</summary>
    public string Name => Summary.Name;

    /// <summary>The name for people, in English.</summary>
    public string Title => Summary.Title;

    /// <summary>Who made the package and what it is called, such as <c>langgenius/groq</c>.</summary>
    public string PackageName => Summary.PackageName;

    /// <summary>The version.</summary>
    public string Version => Summary.Version;

    /// <summary>The models, by type, in the order that the author chose.</summary>
    public IReadOnlyList<PackageModelEntry> Models => models.Value;

    /// <summary>What the provider asks for; null if there is nothing.</summary>
    public CredentialForm? Form => form.Value;

    /// <summary>What the provider asks for with each model that a user adds; null if none can be added.</summary>
    public CredentialForm? ModelForm => modelForm.Value;

    /// <summary>The Python environment for its code, which need not exist.</summary>
    public PackageEnvironment Environment => new(this);

    /// <summary>What the list of all packages says.</summary>
    internal PackageSummary Summary { get; }

    /// <summary>The whole index.</summary>
    internal JsonObject Index => index.Value;

    /// <summary>The model of this name and type; null if there is none. Of two with one name, it is the later one.</summary>
    public PackageModelEntry? Find(string model, PackageModelType type) =>
        Models.LastOrDefault(entry => entry.Name == model && entry.Type == type);

    /// <summary>Reads the whole description.</summary>
    /// <exception cref="PackageException">A file is not valid any more.</exception>
    public ModelPackage Load() => carried ?? ModelPackage.Load(Folder);

    /// <summary>Reads the description of one of its models.</summary>
    /// <exception cref="PackageException">The file is missing or not valid any more.</exception>
    public PackageModel Load(PackageModelEntry model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (carried is not null) return carried.Provider.Models.Last(known => known.Name == model.Name && known.Type == model.Type);
        var problems = new PackageProblems();
        var value = new PackageFolder(Folder, problems).ReadMapping(model.File);
        var loaded = value is null ? null : new PackageModel(value);
        problems.ThrowIfErrors(Name);
        return loaded!;
    }

    internal static JsonObject Describe(ModelPackage package) => new()
    {
        ["format"] = PackageStore.IndexFormat,
        ["provider"] = package.Provider.Name,
        ["label"] = package.Provider.Label.English,
        ["package"] = package.Manifest.Author is { } author ? $"{author}/{package.Manifest.Name}" : package.Manifest.Name,
        ["version"] = package.Manifest.Version,
        ["form"] = package.Provider.Form?.ToJson(),
        ["model_form"] = package.Provider.ModelForm?.ToJson(),
        ["models"] = new JsonArray([.. InOrder(package.Provider).Select(PackageModelEntry.Describe)]),
    };

    /// <summary>The models by type, those first that the author put in order, then the others by name.</summary>
    private static IEnumerable<PackageModel> InOrder(PackageProvider provider)
    {
        foreach (var type in PackageModelTypes.All)
        {
            var models = provider.Models.Where(model => model.Type == type).ToList();
            foreach (var name in provider.OrderOf(type).Distinct())
            {
                foreach (var model in models.Where(model => model.Name == name)) yield return model;
                models.RemoveAll(model => model.Name == name);
            }

            foreach (var model in models) yield return model;
        }
    }

    private static List<PackageModelEntry> ReadModels(JsonObject index)
    {
        var entries = new List<PackageModelEntry>();
        foreach (var model in index["models"] as JsonArray ?? [])
            if (model is JsonObject entry)
                entries.Add(new PackageModelEntry(entry));
        return entries;
    }

    private CredentialForm? FormOf(string key) => index.Value[key] is JsonObject json
        ? new CredentialForm(new PackageValue(new PackageFile(key, "", new PackageProblems()), json))
        : null;
}
