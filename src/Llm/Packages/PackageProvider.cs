using System.Text.Json.Nodes;

namespace Llm.Packages;

/// <summary>A provider of models as a package describes it. Immutable.</summary>
public sealed class PackageProvider
{
    private static readonly string[] Methods = ["predefined-model", "customizable-model"];

    private readonly PackageModelPositions positions;
    private readonly string? background;
    private readonly LocalizedText? iconSmall;
    private readonly LocalizedText? iconLarge;
    private readonly LocalizedText? iconSmallDark;
    private readonly LocalizedText? iconLargeDark;
    private readonly bool hasHelp;

    internal PackageProvider(PackageFolder folder, PackageValue value)
    {
        File = value.File;
        // Dify's own guide has the names of a provider below identity; Dify reads them from the top.
        var identity = value["identity"];
        var isNested = value["provider"].IsNull && !identity.IsNull;
        Name = isNested ? identity["name"].RequiredText("my_provider") : value["provider"].RequiredText("my_provider");
        if (Name.Contains('/') || Name.Contains('\\') || Name.StartsWith('.'))
            value["provider"].Expect("a name without slashes that does not begin with a dot");
        Label = (isNested && value["label"].IsNull ? identity["label"] : value["label"]).RequiredLocalized();
        Description = (isNested && value["description"].IsNull ? identity["description"] : value["description"]).Localized();
        iconSmall = value["icon_small"].Localized();
        if (iconSmall is null && isNested && identity["icon"].Text() is { } icon) iconSmall = LocalizedText.Same(icon);
        iconLarge = value["icon_large"].Localized();
        iconSmallDark = value["icon_small_dark"].Localized();
        iconLargeDark = value["icon_large_dark"].Localized();
        background = value["background"].Text();
        hasHelp = !value["help"].IsNull;
        HelpTitle = value["help"]["title"].Localized();
        HelpAddress = value["help"]["url"].Localized();
        ModelTypes = ReadTypes(value["supported_model_types"]);
        if (value["configurate_methods"].IsNull) value["configurate_methods"].Expect($"a list of {string.Join(", ", Methods)}");
        ConfigurationMethods = value["configurate_methods"].Texts();
        Form = value["provider_credential_schema"].IsNull ? null : new CredentialForm(value["provider_credential_schema"]);
        ModelForm = value["model_credential_schema"].IsNull ? null : new CredentialForm(value["model_credential_schema"]);
        ModelSources = value["extra"]["python"]["model_sources"].Texts();
        ProviderSource = value["extra"]["python"]["provider_source"].Text();
        positions = new PackageModelPositions();
        Models = ReadModels(folder, value["models"]);
    }

    /// <summary>The file that describes it, from the root of the package.</summary>
    public string File { get; }

    /// <summary>The name, with which the ids of its models begin. That of the package can be another.</summary>
    public string Name { get; }

    /// <summary>The name for people.</summary>
    public LocalizedText Label { get; }

    /// <summary>What it offers.</summary>
    public LocalizedText? Description { get; }

    /// <summary>The title of the page about keys.</summary>
    public LocalizedText? HelpTitle { get; }

    /// <summary>The address of the page about keys.</summary>
    public LocalizedText? HelpAddress { get; }

    /// <summary>What its models do.</summary>
    public IReadOnlyList<PackageModelType> ModelTypes { get; }

    /// <summary>
    /// How it is set up: <c>predefined-model</c> for models that the package lists, <c>customizable-model</c> for those that users name.
    /// </summary>
    public IReadOnlyList<string> ConfigurationMethods { get; }

    /// <summary>What it asks for once, for the models of the package; null if there is nothing.</summary>
    public CredentialForm? Form { get; }

    /// <summary>What it asks for with each model that a user adds; null if none can be added.</summary>
    public CredentialForm? ModelForm { get; }

    /// <summary>The models that the package lists, by type and name.</summary>
    public IReadOnlyList<PackageModel> Models { get; }

    /// <summary>The code of its models.</summary>
    public IReadOnlyList<string> ModelSources { get; }

    /// <summary>The code of the provider.</summary>
    public string? ProviderSource { get; }

    /// <summary>The icons, which are files in <c>_assets</c>.</summary>
    internal IEnumerable<string> Icons =>
        new[] { iconSmall, iconLarge, iconSmallDark, iconLargeDark }.OfType<LocalizedText>().Select(icon => icon.English).Distinct();

    /// <summary>The order in which the author wants the models of a type to be listed: names, of which some may not exist.</summary>
    public IReadOnlyList<string> OrderOf(PackageModelType type) => positions.Of(type);

    internal JsonObject ToJson()
    {
        var models = new JsonArray();
        foreach (var model in Models) models.Add((JsonNode)model.ToJson());
        var types = new JsonArray();
        foreach (var type in ModelTypes) types.Add((JsonNode)PackageModelTypes.NameOf(type));
        return new JsonObject
        {
            ["background"] = background,
            ["configurate_methods"] = PackageManifest.Texts(ConfigurationMethods),
            ["description"] = Description?.ToJson(),
            ["extra"] = new JsonObject
            {
                ["python"] = new JsonObject
                {
                    ["model_sources"] = PackageManifest.Texts(ModelSources),
                    ["provider_source"] = ProviderSource,
                },
            },
            ["help"] = hasHelp ? new JsonObject { ["title"] = HelpTitle?.ToJson(), ["url"] = HelpAddress?.ToJson() } : null,
            ["icon_large"] = iconLarge?.ToJson(),
            ["icon_large_dark"] = iconLargeDark?.ToJson(),
            ["icon_small"] = iconSmall?.ToJson(),
            ["icon_small_dark"] = iconSmallDark?.ToJson(),
            ["label"] = Label.ToJson(),
            ["model_credential_schema"] = ModelForm?.ToJson(),
            ["models"] = models,
            ["position"] = positions.ToJson(),
            ["provider"] = Name,
            ["provider_credential_schema"] = Form?.ToJson(),
            ["supported_model_types"] = types,
        };
    }

    private static List<PackageModelType> ReadTypes(PackageValue value)
    {
        if (value.IsNull) value.Expect($"a list of {PackageModelTypes.List}");
        var types = new List<PackageModelType>();
        foreach (var item in value.Items())
        {
            if (item.Text() is not { } name) continue;
            var index = PackageModelTypes.IndexOf(name);
            if (index >= 0) types.Add((PackageModelType)index);
            else item.Warn($"models of the type {name} are not supported; it is one of {PackageModelTypes.List}");
        }

        return types;
    }

    private List<PackageModel> ReadModels(PackageFolder folder, PackageValue value)
    {
        var models = new List<PackageModel>();
        var read = new HashSet<string>();
        foreach (var (key, _) in value.Map())
        {
            var index = PackageModelTypes.IndexOf(key);
            if (index < 0) value[key].Warn($"models of the type {key} are not supported; it is one of {PackageModelTypes.List}");
            if (index < 0 || value[key].IsNull) continue;
            var type = (PackageModelType)index;
            foreach (var pattern in value[key]["predefined"].Items())
            {
                foreach (var file in folder.Match(pattern))
                {
                    if (!read.Add(file)) continue;
                    if (file.EndsWith(PackageModelPositions.FileName, StringComparison.Ordinal)) positions.Set(type, folder.Read(file));
                    else if (folder.ReadMapping(file) is { } model) models.Add(new PackageModel(model));
                }
            }

            if (value[key]["position"].Text() is { Length: > 0 } position && !read.Contains(position) && folder.Has(position))
                positions.SetOrder(type, folder.Read(position));
        }

        // A stable order, so that of two with the same name the later one is found.
        return
        [
            .. models.OrderBy(model => PackageModelTypes.NameOf(model.Type), StringComparer.Ordinal)
                .ThenBy(model => model.Name, StringComparer.Ordinal),
        ];
    }
}
