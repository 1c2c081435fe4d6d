using System.Text.Json;

namespace Llm.Packages;

/// <summary>
/// Looks for what an author should mend in a package that can be read: what Dify refuses, files that are missing, and mistakes in lists.
/// </summary>
internal sealed class PackageCheck
{
    private readonly ModelPackage package;
    private readonly PackageFolder files;
    private readonly PackageProblems problems;
    private readonly PackageValue manifest;

    private PackageCheck(ModelPackage package, PackageProblems problems)
    {
        (this.package, this.problems) = (package, problems);
        files = new PackageFolder(package.Folder, problems);
        manifest = files.Read(ModelPackage.ManifestFile);
    }

    /// <summary>Everything that is wrong with a package, what was found when it was read first.</summary>
    public static IReadOnlyList<PackageProblem> Of(ModelPackage package)
    {
        var problems = new PackageProblems();
        foreach (var problem in package.Problems) problems.Add(problem);
        var check = new PackageCheck(package, problems);
        check.Manifest();
        check.Provider();
        check.Models();
        check.Positions();
        check.Files();
        return problems.Found;
    }

    /// <summary>The patterns are those by which Dify checks a manifest (dify-plugin-daemon, bdb5642).</summary>
    private void Manifest()
    {
        if (!IsVersion(package.Manifest.Version)) manifest["version"].Expect("a version such as \"0.0.1\" or \"1.2.3-beta\"");
        if (!IsName(package.Manifest.Name, 128)) manifest["name"].Expect("small letters, digits, '_' and '-', 128 at most");
        if (package.Manifest.Author is not { } author || !IsName(author, 64))
            manifest["author"].Expect("small letters, digits, '_' and '-', 64 at most");
        if (package.Manifest.CreatedAt is null) manifest["created_at"].Expect("a time: Dify refuses a manifest without one");
        if (package.Manifest.Icon is null) manifest["icon"].Expect("the name of a file in _assets");
        if (package.Manifest.Description is null) manifest["description"].Expect("a mapping with the key en_US");
        if (package.Manifest.Memory is null) manifest["resource"]["memory"].Expect("a number of bytes");
        if (package.Manifest.Architectures.Count == 0) manifest["meta"]["arch"].Expect("a list of amd64, arm64");
        if (package.Manifest.Language != "python") manifest["meta"]["runner"]["language"].Expect("python, which is all that Dify runs");
        if (package.Manifest.EntryPoint is null) manifest["meta"]["runner"]["entrypoint"].Expect("the name of a Python module: main");
    }

    private void Provider()
    {
        var provider = package.Provider;
        var value = files.Read(provider.File);
        if (value["provider"].IsNull) value["provider"].Expect("the name of the provider: Dify does not look for it below identity");
        if (value["label"].IsNull) value["label"].Expect("a mapping with the key en_US: Dify does not look for it below identity");
        foreach (var type in provider.ModelTypes)
        {
            if (provider.ConfigurationMethods is ["predefined-model"] && provider.Models.All(model => model.Type != type))
                value["supported_model_types"].Warn($"there is no model of the type {PackageModelTypes.NameOf(type)}");
        }

        if (provider.ConfigurationMethods.Contains("customizable-model") && provider.ModelForm is null)
            value["configurate_methods"].Warn("a user can add models, but there is no model_credential_schema to ask for anything");
        Form(value["provider_credential_schema"], provider.Form);
        Form(value["model_credential_schema"], provider.ModelForm);
    }

    private static void Form(PackageValue value, CredentialForm? form)
    {
        if (form is null) return;
        var items = value["credential_form_schemas"].Items();
        for (var i = 0; i < items.Count; i++)
        {
            var field = form.Fields[i];
            if (field.Type is "select" or "radio" && field.Options.Count == 0)
                items[i]["options"].Expect("a list of values to choose from");
            if (field.Default is { } given && field.Options.Count > 0 && field.Options.All(option => option.Value != given))
                items[i]["default"].Warn($"{given} is not among the options");
            foreach (var condition in field.ShowOn)
            {
                if (condition.Variable is not (ShowCondition.ModelType or "__model_name")
                    && form.Fields.All(other => other.Variable != condition.Variable))
                    items[i]["show_on"].Warn($"there is no field {condition.Variable}");
            }
        }
    }

    private void Models()
    {
        var names = new HashSet<string>();
        foreach (var model in package.Provider.Models)
        {
            if (!names.Add($"{PackageModelTypes.NameOf(model.Type)}/{model.Name}"))
                problems.Warn(model.File, $"there is another model {model.Name}; the later one is used");
            if (!package.Provider.ModelTypes.Contains(model.Type))
                problems.Warn(model.File, $"the provider does not list the type {PackageModelTypes.NameOf(model.Type)} as supported");
            Rules(model);
        }
    }

    private void Rules(PackageModel model)
    {
        if (model.Rules.Count == 0) return;
        List<PackageValue>? values = null;
        var names = new HashSet<string>();
        for (var i = 0; i < model.Rules.Count; i++)
        {
            var rule = model.Rules[i];
            if (!names.Add(rule.Name)) Place("name").Warn($"there is another rule for {rule.Name}");
            if (rule.Default is not { } given) continue;
            var written = PackageValue.Written(given);
            if (rule.Options.Count > 0 && !rule.Options.Contains(written)) Place("default").Warn($"{written} is not among the options");
            if (rule.Type is not ("int" or "float") || given.GetValueKind() != JsonValueKind.Number) continue;
            var number = given.GetValue<double>();
            if (number < rule.Minimum || number > rule.Maximum)
                Place("default").Warn($"{written} is outside {rule.Minimum} to {rule.Maximum}");

            PackageValue Place(string key) => (values ??= files.Read(model.File)["parameter_rules"].Items())[i][key];
        }
    }

    private void Positions()
    {
        foreach (var type in PackageModelTypes.All)
        {
            var missing = package.Provider.OrderOf(type)
                .Where(name => package.Provider.Models.All(model => model.Type != type || model.Name != name)).ToList();
            if (missing.Count == 0) continue;
            var more = missing.Count > 3 ? $" and {missing.Count - 3} more" : "";
            problems.Warn(
                $"models/{PackageModelTypes.KeyOf(type)}/{PackageModelPositions.FileName}",
                $"there is no model {string.Join(", ", missing.Take(3))}{more}");
        }
    }

    private void Files()
    {
        foreach (var icon in package.Provider.Icons.Append(package.Manifest.Icon).Append(package.Manifest.IconDark).Distinct())
            if (!string.IsNullOrEmpty(icon) && !files.Has("_assets/" + icon))
                problems.Error("_assets/" + icon, "There is no such file, which the package names as an icon.");
        foreach (var source in package.Provider.ModelSources.Append(package.Provider.ProviderSource))
            if (!string.IsNullOrEmpty(source) && !files.Has(source))
                problems.Error(source, "There is no such file, which the package names as its code.");
        if (package.Manifest.EntryPoint is { } entry && !files.Has($"{entry.Replace('.', '/')}.py"))
            problems.Error($"{entry.Replace('.', '/')}.py", "There is no such file, with which the code of the package starts.");
        if (!files.Has("README.md")) problems.Error("README.md", "There is no such file, without which Dify does not install a package.");
    }

    /// <summary>Whether Dify takes a name of a package or of its author.</summary>
    public static bool IsName(string name, int maximum)
    {
        if (name.Length == 0 || name.Length > maximum) return false;
        foreach (var c in name)
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '-'))
                return false;
        return true;
    }

    /// <summary>Two or three numbers of at most four digits, and after a dash at most 16 letters, digits or underscores.</summary>
    private static bool IsVersion(string version)
    {
        var dash = version.IndexOf('-', StringComparison.Ordinal);
        var numbers = (dash < 0 ? version : version[..dash]).Split('.');
        if (numbers.Length is not (2 or 3)) return false;
        if (numbers.Any(number => number.Length is 0 or > 4 || !number.All(char.IsAsciiDigit))) return false;
        var rest = dash < 0 ? "" : version[(dash + 1)..];
        return dash < 0 || (rest.Length is > 0 and <= 16 && rest.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'));
    }
}
