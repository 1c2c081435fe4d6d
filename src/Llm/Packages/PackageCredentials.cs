using System.Text.Json.Nodes;

namespace Llm.Packages;

/// <summary>
/// What a user gave for packages: secrets in the key store, the rest in <c>package_settings.json</c> in the user directory.
/// </summary>
/// <param name="directory">The user directory.</param>
/// <param name="keys">The key store.</param>
/// <remarks>Thread-safe.</remarks>
public sealed class PackageCredentials(UserDirectory directory, IKeySource? keys)
{
    /// <summary>The variable with the address of a server. It can be set for packages that do not ask for one.</summary>
    public const string Address = "endpoint_url";

    private readonly JsonFile file = new(FileIn(directory), indent: 2);

    /// <summary>The path of the file with what is no secret.</summary>
    /// <param name="directory">The user directory.</param>
    public static string FileIn(UserDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return Path.Combine(directory.Path, "package_settings.json");
    }

    /// <summary>Whether a user has set the package up, so that lists show its models.</summary>
    /// <exception cref="LlmException">The file cannot be read.</exception>
    public bool IsConfigured(AddedPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return Read().IsConfigured(package.Name);
    }

    /// <summary>The models that a user added to a package.</summary>
    /// <inheritdoc cref="IsConfigured" path="/exception"/>
    public IReadOnlyList<PackageModelEntry> AddedModels(AddedPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return Read().AddedModels(package.Name);
    }

    /// <summary>What a user gave that is no secret, by variable.</summary>
    /// <inheritdoc cref="IsConfigured" path="/exception"/>
    public Dictionary<string, string> Values(CredentialScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return Read().Values(scope);
    }

    /// <summary>Reads everything at once, for whoever asks about many packages or models.</summary>
    /// <inheritdoc cref="IsConfigured" path="/exception"/>
    internal PackageSettings Read() => new(file.Read());

    /// <summary>Keeps what a user gave that is no secret, in place of what was kept before.</summary>
    /// <param name="scope">Whose credentials they are. A model that is not known yet is added to the package.</param>
    /// <param name="values">The values, by variable.</param>
    /// <exception cref="LlmException">The file cannot be read or written.</exception>
    public void Set(CredentialScope scope, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(values);
        file.Change(content =>
        {
            if (content[scope.Package.Name] is not JsonObject settings) content[scope.Package.Name] = settings = [];
            var kept = new JsonObject();
            foreach (var (variable, value) in values) kept[variable] = value;
            (scope.AddedModel is null ? settings : PackageSettings.FindAdded(settings, scope) ?? Add(settings, scope))["values"] = kept;
            return true;
        });
    }

    /// <summary>Forgets what is known of a package. Its keys stay.</summary>
    /// <exception cref="LlmException">The file cannot be read or written.</exception>
    public void Remove(string package) => file.Change(content => content.Remove(package));

    /// <summary>
    /// The credentials for a call, checked as Dify checks them: those of fields that are shown, and defaults for the others.
    /// </summary>
    /// <param name="scope">Whose credentials they are.</param>
    /// <param name="key">The key of the server, which need not be the stored one; null to leave it out.</param>
    /// <exception cref="LlmException">One is missing or not allowed.</exception>
    public Dictionary<string, string> Of(CredentialScope scope, string? key)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var given = Values(scope);
        foreach (var (variable, value) in scope.Conditions) given[variable] = value;
        foreach (var field in scope.Form?.Fields ?? [])
        {
            if (!field.IsSecret) continue;
            var secret = field.Variable == scope.KeyField?.Variable ? key : keys?.Find(scope.KeyNameOf(field));
            if (!string.IsNullOrEmpty(secret)) given[field.Variable] = secret;
        }

        var credentials = scope.Form is { } form ? CredentialCheck.Filter(form, given, scope.Package.Name) : [];
        // An address can be given to a package that does not ask for one.
        if (given.TryGetValue(Address, out var address)) credentials.TryAdd(Address, address);
        return credentials;
    }

    private static JsonObject Add(JsonObject settings, CredentialScope scope)
    {
        if (settings["models"] is not JsonArray models) settings["models"] = models = [];
        var added = new JsonObject { ["model"] = scope.AddedModel, ["type"] = PackageModelTypes.NameOf(scope.Type) };
        models.Add((JsonNode)added);
        return added;
    }
}
