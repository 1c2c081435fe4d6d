namespace Llm.Packages;

/// <summary>Whose credentials are meant: those of a package, or those of a model that a user added to it. Immutable.</summary>
public sealed class CredentialScope
{
    private const int MinSecretLength = 4;

    private readonly Lazy<CredentialField?> keyField;

    /// <summary>Names the owner.</summary>
    /// <param name="package">The package.</param>
    /// <param name="type">The type of the models that use the credentials.</param>
    /// <param name="addedModel">The name of a model that a user added; null for those that the package describes.</param>
    public CredentialScope(AddedPackage package, PackageModelType type = PackageModelType.Llm, string? addedModel = null)
    {
        ArgumentNullException.ThrowIfNull(package);
        (Package, Type, AddedModel) = (package, type, addedModel);
        keyField = new(FindKeyField);
    }

    /// <summary>The package.</summary>
    public AddedPackage Package { get; }

    /// <summary>The type of the models.</summary>
    public PackageModelType Type { get; }

    /// <summary>The model that a user added; null for those that the package describes.</summary>
    public string? AddedModel { get; }

    /// <summary>What is asked for; null if there is nothing.</summary>
    public CredentialForm? Form => AddedModel is null ? Package.Form : Package.ModelForm;

    /// <summary>The field with the key of the server; null if it needs none, or several secrets.</summary>
    public CredentialField? KeyField => keyField.Value;

    /// <summary>
    /// The name under which that key is stored: <c>dify:groq</c>, or for a model that a user added <c>dify:groq/my-model</c>, with the type
    /// behind it if it does not answer prompts: <c>dify:groq/my-model@rerank</c>.
    /// </summary>
    public string KeyName => PackageStore.Prefix + Package.Name + AddedModel switch
    {
        null => "",
        _ when Type == PackageModelType.Llm => "/" + AddedModel,
        // A server can have models of two types under one name.
        _ => $"/{AddedModel}@{PackageModelTypes.NameOf(Type)}",
    };

    /// <summary>What is known before a user gives anything.</summary>
    internal Dictionary<string, string> Conditions => new() { [ShowCondition.ModelType] = PackageModelTypes.NameOf(Type) };

    /// <summary>The name under which a secret is stored: that of the key, or with the variable behind it for any other.</summary>
    public string KeyNameOf(CredentialField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Variable == KeyField?.Variable ? KeyName : $"{KeyName}.{field.Variable}";
    }

    /// <summary>The name of the stored key for a call; null if none is needed.</summary>
    /// <remarks>A key that is not required is used where there is one.</remarks>
    internal string? NeededKeyName(IKeySource? keys) =>
        KeyField is { } field && (field.IsRequired || !string.IsNullOrEmpty(keys?.Find(KeyName))) ? KeyName : null;

    /// <summary>The secrets among credentials, which no message may repeat; a shorter one would be found in every text.</summary>
    internal IReadOnlyList<string> SecretsIn(IReadOnlyDictionary<string, string> credentials)
    {
        var secrets = new List<string>();
        foreach (var field in Form?.Fields ?? [])
        {
            if (field.IsSecret && credentials.GetValueOrDefault(field.Variable) is { Length: >= MinSecretLength } secret)
                secrets.Add(secret);
        }

        return secrets;
    }

    private CredentialField? FindKeyField()
    {
        var secrets = Form?.Fields.Where(field => field.IsSecret && CredentialCheck.IsShown(field.ShowOn, Conditions)).ToList() ?? [];
        return secrets.FirstOrDefault(field => field.Variable == "api_key") ?? (secrets.Count == 1 ? secrets[0] : null);
    }
}
